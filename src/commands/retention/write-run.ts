import { SwrctlError } from '../../errors.ts';
import type { RepositoryName } from '../../model/reference.ts';
import type { RetentionRule } from '../../model/retention.ts';
import type { SwrClient } from '../../swr/client.ts';
import {
  createRetention,
  deleteRetention,
  updateRetention,
  type RetentionPolicy,
} from '../../swr/endpoints/retentions.ts';
import { withoutEffect } from '../changes.ts';
import { confirmRemoval } from '../confirm.ts';
import type { Context } from '../context.ts';
import { formatName, repositoryName } from '../names.ts';
import { findPolicy, readPolicy } from './policy.ts';
import { reasonOf, simulate } from './simulate.ts';
import { formatRule, RETENTION_VIEW, retentionRow } from './view.ts';

export interface RetentionWriteOptions {
  /** `org/repo`. */
  readonly repository: string;
  readonly rule: RetentionRule;
  /** True: do not ask, even when the rule deletes something now. */
  readonly yes: boolean;
}

/** Tags that the preview names one by one. */
const MAX_SHOWN = 20;

/** `swrctl retention add`. */
export async function runRetentionAdd(context: Context, options: RetentionWriteOptions): Promise<void> {
  const { rule } = options;
  const { swr, name } = await open(context, options);
  const before = await findPolicy(swr, name);
  if (before !== undefined) {
    throw new SwrctlError('CONFLICT', `${formatName(name)} has a retention rule already: ${formatRule(before.rule)}`, {
      hint: `Replace it with: swrctl retention set ${formatName(name)}`,
    });
  }
  await preview(context, swr, name, options);
  await swr.call(createRetention, { ...name, body: rule });
  const after = await checkEffect(swr, name, rule);
  await tell(context, `Added the rule of ${formatName(name)}: ${formatRule(rule)}`, after);
}

/** `swrctl retention set`. The service cannot turn a rule by days into one by count, so that one is made anew. */
export async function runRetentionSet(context: Context, options: RetentionWriteOptions): Promise<void> {
  const { rule } = options;
  const { swr, name } = await open(context, options);
  const before = await readPolicy(swr, name);
  await preview(context, swr, name, options);
  if (before.rule.by === rule.by) await swr.call(updateRetention, { ...name, id: String(before.id), body: rule });
  else await replace(swr, name, before, rule);
  const after = await checkEffect(swr, name, rule);
  const [was, is] = [formatRule(before.rule), formatRule(rule)];
  await tell(
    context,
    was === is ? `The rule of ${formatName(name)} is like that already` : `Rule of ${formatName(name)}: ${was} → ${is}`,
    after,
  );
}

async function open(context: Context, { repository }: RetentionWriteOptions) {
  const place = await context.services();
  const name = repositoryName(place, repository);
  return { name, swr: await place.swr() };
}

/** Shows what the rule deletes now, and asks if that is something. */
async function preview(
  context: Context,
  swr: SwrClient,
  name: RepositoryName,
  { rule, yes }: RetentionWriteOptions,
): Promise<void> {
  const output = context.output();
  const { gone, summary, verdicts } = await simulate(context, swr, name, rule);
  if (verdicts.length > 0) output.note(summary);
  for (const { tag, ...verdict } of gone.slice(0, MAX_SHOWN)) output.note(`  ${tag.name}: ${reasonOf(verdict)}`);
  if (gone.length > MAX_SHOWN) output.note(`  and ${gone.length - MAX_SHOWN} more; see: swrctl retention preview`);
  if (gone.length === 0) return;
  const tags = gone.length === 1 ? '1 tag' : `${gone.length} tags`;
  await confirmRemoval(context, { what: `${tags} of ${formatName(name)} by this rule`, isSure: yes });
}

/** A rule that cannot be made leaves the repository with the one that it had. */
async function replace(
  swr: SwrClient,
  name: RepositoryName,
  before: RetentionPolicy,
  rule: RetentionRule,
): Promise<void> {
  await swr.call(deleteRetention, { ...name, id: String(before.id) });
  try {
    await swr.call(createRetention, { ...name, body: rule });
  } catch (error) {
    await swr.call(createRetention, { ...name, body: before.rule });
    throw error;
  }
}

async function checkEffect(swr: SwrClient, name: RepositoryName, rule: RetentionRule): Promise<RetentionPolicy> {
  const after = await findPolicy(swr, name);
  if (after === undefined) throw withoutEffect(`${formatName(name)} has no rule`);
  if (formatRule(after.rule) !== formatRule(rule)) throw withoutEffect(`the rule is: ${formatRule(after.rule)}`);
  return after;
}

async function tell(context: Context, text: string, policy: RetentionPolicy): Promise<void> {
  const output = context.output();
  output.note(text);
  if (output.isFormatAsked) await output.show(retentionRow(policy), RETENTION_VIEW);
}
