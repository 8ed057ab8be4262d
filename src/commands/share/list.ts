import { Command } from 'commander';
import { SwrctlError } from '../../base/errors.ts';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { longDurationMs } from './until.ts';
import { SHARE_FIELDS } from './view.ts';

export const shareList = (context: Context): Command =>
  withOutputOptions(
    new Command('list')
      .alias('ls')
      .description('List the accounts that one repository, or any of this account, is shared with')
      .argument('[org/repo]', 'repository')
      .option('--expiring <duration>', 'only shares that end within this time: 14d, 12h', parseExpiring)
      .addHelpText('after', examples('swrctl share list team/web', 'swrctl share list --expiring 14d')),
    SHARE_FIELDS,
  ).action(async (repository: string | undefined, { expiring }: { expiring?: number }) => {
    const { runShareList } = await import('./list-run.ts');
    await runShareList(context, { repository, expiringMs: expiring });
  });

function parseExpiring(text: string): number {
  const duration = longDurationMs(text);
  if (duration !== undefined) return duration;
  throw new SwrctlError('USAGE', `--expiring is "${text}", expected a duration such as 14d or 12h`);
}
