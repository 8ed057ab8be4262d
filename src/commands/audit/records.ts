import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { forFlag, wholeNumber } from '../../app/settings/parse.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import type { AuditOperation, AuditOptions } from './records-run.ts';
import { AUDIT_FIELDS } from './view.ts';

/** One of three verbs that differ in a word. */
interface AuditVerb {
  readonly verb: string;
  readonly operation: AuditOperation;
  /** What somebody did: `pulled`. */
  readonly did: string;
  readonly lines: readonly string[];
}

function auditVerb(context: Context, { verb, operation, did, lines }: AuditVerb): Command {
  return withOutputOptions(
    new Command(verb)
      .description(`List who ${did} what, the newest first`)
      .argument('[ns/repo]', 'only of this namespace or repository')
      .option('--since <time>', 'from when on: 24h, 7d, a day or an ISO 8601 time', '24h')
      .option('--until <time>', 'until when, written in the same way; a day counts as a whole')
      .option('-L, --limit <count>', 'stop after this many', forFlag(wholeNumber(1), '--limit'))
      .addHelpText('after', examples(...lines)),
    AUDIT_FIELDS,
  ).action(async (target: string | undefined, options: AuditOptions) => {
    const { runAuditRecords } = await import('./records-run.ts');
    await runAuditRecords(context, operation, target, options);
  });
}

export const auditPulls = (context: Context): Command =>
  auditVerb(context, {
    ...{ verb: 'pulls', operation: 'pull', did: 'pulled' },
    lines: ['swrctl audit pulls --since 7d', 'swrctl audit pulls web/shop --json=time,user,resource'],
  });

export const auditPushes = (context: Context): Command =>
  auditVerb(context, {
    ...{ verb: 'pushes', operation: 'create', did: 'pushed' },
    lines: ['swrctl audit pushes web', 'swrctl audit pushes --since 2026-11-01 --until 2026-11-07'],
  });

export const auditDeletes = (context: Context): Command =>
  auditVerb(context, {
    ...{ verb: 'deletes', operation: 'delete', did: 'removed' },
    lines: ['swrctl audit deletes --since 30d', 'swrctl audit deletes web/shop --limit 5'],
  });
