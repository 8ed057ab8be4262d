import { runRemoval } from '../shared/removal.ts';
import type { Context } from '../../app/world.ts';
import { formatName, repositoryName } from '../shared/names.ts';
import { readPolicies, removePolicy } from './policy.ts';
import { formatPolicies } from './view.ts';

export interface RetentionRemoveOptions {
  /** `org/repo` each. */
  readonly repositories: readonly string[];
  /** True: do not ask. */
  readonly yes: boolean;
}

/** `swrctl retention remove`. */
export async function runRetentionRemove(context: Context, options: RetentionRemoveOptions): Promise<void> {
  const place = await context.services();
  const names = options.repositories.map((text) => repositoryName(place, text));
  const swr = await place.swr();
  await runRemoval(context, {
    items: names,
    noun: 'rule',
    isSure: options.yes,
    find: async (name) => ({ name, policies: await readPolicies(swr, name) }),
    describe: ({ name, policies }) => `the retention rule of ${formatName(name)} (${formatPolicies(policies)})`,
    remove: async ({ name, policies }) => {
      for (const policy of policies) await removePolicy(swr, name, policy);
      context.output().note(`Rule of ${formatName(name)}: ${formatPolicies(policies)} → no rule`);
    },
  });
}
