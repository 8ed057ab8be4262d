import { SwrctlError } from '../../base/errors.ts';
import type { RepositoryName } from '../../model/reference.ts';
import type { SyncRule } from '../../model/sync.ts';
import type { SwrClient } from '../../swr/client.ts';
import { createSyncRule, deleteSyncRule, listSyncRules, type SyncTarget } from '../../swr/endpoints/syncs.ts';
import { writeAndLook } from '../../swr/write-and-look.ts';
import { runBatch } from '../shared/batch.ts';
import { withoutEffect } from '../shared/changes.ts';
import { runRemoval } from '../shared/removal.ts';
import { acceptExisting, type ExistOkFlag } from '../shared/existing.ts';
import type { Context } from '../../app/world.ts';
import { formatName, repositoryName } from '../shared/names.ts';
import type { TargetFlags } from './target-options.ts';
import { formatTarget, checkTarget, syncTarget } from './target.ts';
import { RULE_VIEW, ruleRow, type RuleRow } from './view.ts';

interface RuleOptions {
  /** `org/repo` each. */
  readonly repositories: readonly string[];
  readonly target: TargetFlags;
}

export interface SyncAddOptions extends RuleOptions, ExistOkFlag {
  /** True: overwrite tags that exist there. */
  readonly override: boolean;
}

/** `swrctl sync add`. */
export async function runSyncAdd(context: Context, options: SyncAddOptions): Promise<void> {
  const { override: isOverride } = options;
  const place = await context.services();
  const names = options.repositories.map((text) => repositoryName(place, text));
  const target = syncTarget(options.target);
  const swr = await place.swr();
  await checkTarget(place, swr, target, context.output());
  await runBatch<RepositoryName, RuleRow>(context, { items: names, noun: 'rule', view: RULE_VIEW }, async (name) => {
    const before = await findRule(swr, name, target);
    // There is no `sync set`: a rule that differs is changed.
    if (before?.isOverride === isOverride) {
      const fact = `${formatName(name)} to ${formatTarget(target)} is copied already`;
      acceptExisting({ fact, isSame: true, hint: '' }, options, context.output());
      return ruleRow(before);
    }
    const after = await writeAndLook(
      () => swr.call(createSyncRule, { ...name, body: { ...target, isOverride } }),
      async () => {
        const rule = await findRule(swr, name, target);
        if (rule?.isOverride !== isOverride) throw withoutEffect(`pushes to ${formatName(name)} are not copied so`);
        return rule;
      },
    );
    context.output().note(told(name, target, before, after));
    return ruleRow(after);
  });
  const [name = ''] = names.map(formatName);
  const now = `swrctl sync run ${name}:TAG --to-region ${target.targetRegion} --to-org ${target.targetNamespace}`;
  context.output().note(`Later pushes are copied; copy what is there now with: ${now}`);
}

const overrideWords = ({ isOverride }: SyncRule): string => (isOverride ? 'overwriting' : 'not overwriting');

function told(name: RepositoryName, target: SyncTarget, before: SyncRule | undefined, after: SyncRule): string {
  const what = `${formatName(name)} to ${formatTarget(target)}`;
  if (before === undefined) return `${what}: not copied → copied, ${overrideWords(after)} tags`;
  return `${what}: ${overrideWords(before)} → ${overrideWords(after)} tags`;
}

async function findRule(swr: SwrClient, name: RepositoryName, target: SyncTarget): Promise<SyncRule | undefined> {
  const rules = await swr.call(listSyncRules, { ...name });
  return rules.find(
    ({ targetRegion, targetNamespace }) =>
      targetRegion === target.targetRegion && targetNamespace === target.targetNamespace,
  );
}

export interface SyncRemoveOptions extends RuleOptions {
  /** True: do not ask. */
  readonly yes: boolean;
}

/** `swrctl sync remove`. */
export async function runSyncRemove(context: Context, options: SyncRemoveOptions): Promise<void> {
  const place = await context.services();
  const names = options.repositories.map((text) => repositoryName(place, text));
  const target = syncTarget(options.target);
  const swr = await place.swr();
  const whatOf = (name: RepositoryName): string => `${formatName(name)} to ${formatTarget(target)}`;
  await runRemoval(context, {
    items: names,
    noun: 'rule',
    isSure: options.yes,
    find: async (name) => {
      if ((await findRule(swr, name, target)) !== undefined) return name;
      const what = whatOf(name);
      throw new SwrctlError('NOT_FOUND', `Pushes are not copied from ${what}`, {
        hint: `List the rules with: swrctl sync list ${formatName(name)}`,
      });
    },
    describe: (name) => `the copying of ${whatOf(name)}`,
    remove: async (name) => {
      await writeAndLook(
        () => swr.call(deleteSyncRule, { ...name, body: target }),
        async () => {
          if ((await findRule(swr, name, target)) !== undefined) throw withoutEffect(`pushes are still copied`);
        },
      );
      context.output().note(`${whatOf(name)}: copied → not copied`);
    },
  });
}
