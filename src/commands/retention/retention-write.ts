import type { RepositoryName } from '../../model/reference.ts';
import type { RetentionRule } from '../../model/retention.ts';
import { shellWord } from '../../model/shell-word.ts';
import type { SwrClient } from '../../swr/client.ts';
import { createRetention, updateRetention, type RetentionPolicy } from '../../swr/endpoints/retentions.ts';
import { writeAndLook } from '../../swr/write-and-look.ts';
import { confirmRemoval } from '../shared/confirm.ts';
import { acceptExisting, type Existing, type ExistOkFlag } from '../shared/existing.ts';
import type { Context } from '../../app/world.ts';
import { formatName, repositoryName } from '../shared/names.ts';
import { checkRule, listPolicies, readSinglePolicy, removePolicy, type SinglePolicy } from './policy.ts';
import { reasonOf, simulate } from './simulate.ts';
import { formatPolicies, formatRule, retentionRows, retentionView } from './view.ts';

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
export async function runRetentionAdd(context: Context, options: RetentionWriteOptions & ExistOkFlag): Promise<void> {
  const { rule } = options;
  const { swr, name } = await open(context, options);
  const before = await listPolicies(swr, name);
  if (before.length > 0) {
    const is = formatPolicies(before);
    const existing: Existing = {
      fact: `${formatName(name)} has a retention rule already: ${is}`,
      isSame: is === formatRule(rule),
      hint: `Replace it with: swrctl retention set ${formatName(name)} ${ruleFlags(rule)}`,
    };
    acceptExisting(existing, options, context.output());
    return show(context, name, before);
  }
  await preview(context, swr, name, options);
  const after = await writeAndLook(
    () => swr.call(createRetention, { ...name, body: rule }),
    () => checkRule(swr, name, rule),
  );
  await tell(context, name, `Added the rule of ${formatName(name)}: ${formatRule(rule)}`, after);
}

/** `swrctl retention set`. The service cannot turn a rule by days into one by count, so that one is made anew. */
export async function runRetentionSet(context: Context, options: RetentionWriteOptions): Promise<void> {
  const { rule } = options;
  const { swr, name } = await open(context, options);
  const before = await readSinglePolicy(swr, name);
  await preview(context, swr, name, options);
  const after =
    before.rule.by === rule.by
      ? await writeAndLook(
          () => swr.call(updateRetention, { ...name, id: String(before.id), body: rule }),
          () => checkRule(swr, name, rule),
        )
      : await replace(swr, name, before, rule);
  const [was, is] = [formatRule(before.rule), formatRule(rule)];
  await tell(
    context,
    name,
    was === is ? `The rule of ${formatName(name)} is like that already` : `Rule of ${formatName(name)}: ${was} → ${is}`,
    after,
  );
}

async function open(context: Context, { repository }: RetentionWriteOptions) {
  const place = await context.services();
  const name = repositoryName(place, repository);
  return { name, swr: await place.swr() };
}

/** A rule as the flags that make it, for hints. */
function ruleFlags({ by, amount, exceptTags, exceptPatterns }: RetentionRule): string {
  return [
    `--keep-${by} ${amount}`,
    ...exceptTags.map((tag) => `--except-tag ${shellWord(tag)}`),
    ...exceptPatterns.map((pattern) => `--except-regex ${shellWord(pattern)}`),
  ].join(' ');
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
  if (gone.length > MAX_SHOWN) {
    const all = `swrctl retention preview ${formatName(name)} ${ruleFlags(rule)}`;
    output.note(`  and ${gone.length - MAX_SHOWN} more; see all: ${all}`);
  }
  if (gone.length === 0) return;
  const tags = gone.length === 1 ? '1 tag' : `${gone.length} tags`;
  await confirmRemoval(context, { what: `${tags} of ${formatName(name)} by this rule`, isSure: yes });
}

/** A rule that cannot be made leaves the repository with the one that it had. */
async function replace(
  swr: SwrClient,
  name: RepositoryName,
  before: SinglePolicy,
  rule: RetentionRule,
): Promise<readonly RetentionPolicy[]> {
  await removePolicy(swr, name, before);
  try {
    return await writeAndLook(
      () => swr.call(createRetention, { ...name, body: rule }),
      () => checkRule(swr, name, rule),
    );
  } catch (error) {
    await swr.call(createRetention, { ...name, body: before.rule });
    throw error;
  }
}

async function tell(
  context: Context,
  name: RepositoryName,
  text: string,
  policies: readonly RetentionPolicy[],
): Promise<void> {
  context.output().note(text);
  await show(context, name, policies);
}

async function show(context: Context, name: RepositoryName, policies: readonly RetentionPolicy[]): Promise<void> {
  const output = context.output();
  const [row] = policies.flatMap(retentionRows);
  if (row !== undefined && output.isFormatAsked) await output.show(row, retentionView(formatName(name)));
}
