import { deleteRetention } from '../../swr/endpoints/retentions.ts';
import { runBatch } from '../batch.ts';
import { withoutEffect } from '../changes.ts';
import { confirmRemoval } from '../confirm.ts';
import type { Context } from '../context.ts';
import { formatName, repositoryName } from '../names.ts';
import { findPolicy, readPolicy } from './policy.ts';
import { formatRule } from './view.ts';

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
  await runBatch(context, { items: names, noun: 'rule' }, async (name) => {
    const { id, rule } = await readPolicy(swr, name);
    await confirmRemoval(context, { what: `the retention rule of ${formatName(name)}`, isSure: options.yes });
    await swr.call(deleteRetention, { ...name, id: String(id) });
    if ((await findPolicy(swr, name)) !== undefined) throw withoutEffect(`${formatName(name)} still has a rule`);
    context.output().note(`Rule of ${formatName(name)}: ${formatRule(rule)} → no rule`);
    return undefined;
  });
}
