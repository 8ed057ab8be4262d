import { SwrctlError } from '../../base/errors.ts';
import type { RepositoryName } from '../../model/reference.ts';
import type { RetentionRule } from '../../model/retention.ts';
import type { SwrClient } from '../../swr/client.ts';
import { deleteRetention, listRetentions, type RetentionPolicy } from '../../swr/endpoints/retentions.ts';
import { writeAndLook } from '../../swr/write-and-look.ts';
import { withoutEffect } from '../shared/changes.ts';
import { formatName } from '../shared/names.ts';
import { formatPolicies, formatRule } from './view.ts';

/** What a repository has: one policy with one rule as a rule, but nothing in the API says that there are not more. */
export const listPolicies = (swr: SwrClient, name: RepositoryName): Promise<readonly RetentionPolicy[]> =>
  swr.call(listRetentions, { ...name });

/** @throws {SwrctlError} NOT_FOUND where there is none. */
export async function readPolicies(swr: SwrClient, name: RepositoryName): Promise<readonly RetentionPolicy[]> {
  const policies = await listPolicies(swr, name);
  if (policies.length > 0) return policies;
  throw new SwrctlError('NOT_FOUND', `${formatName(name)} has no retention rule`, {
    hint: `Add one with: swrctl retention add ${formatName(name)} --keep-days 90`,
  });
}

/** A policy that `set` can replace without losing anything. */
export interface SinglePolicy {
  readonly id: number;
  readonly rule: RetentionRule;
}

/** @throws {SwrctlError} NOT_FOUND; REFUSED where there is more than one rule, or one that swrctl has no words for. */
export async function readSinglePolicy(swr: SwrClient, name: RepositoryName): Promise<SinglePolicy> {
  const policies = await readPolicies(swr, name);
  const [policy, ...others] = policies;
  const [rule, ...more] = policy?.rules ?? [];
  if (policy !== undefined && rule !== undefined && others.length + more.length + policy.otherRules.length === 0) {
    return { id: policy.id, rule };
  }
  const path = formatName(name);
  throw new SwrctlError('REFUSED', `${path} has rules that one rule cannot replace: ${formatPolicies(policies)}`, {
    hint: `Look at all of them with: swrctl retention list ${path} -o json; remove them first with: swrctl retention remove ${path}`,
  });
}

/** Removes one policy. @throws {SwrctlError} FAILED when it is still there. */
export async function removePolicy(
  swr: SwrClient,
  name: RepositoryName,
  { id }: Pick<RetentionPolicy, 'id'>,
): Promise<void> {
  await writeAndLook(
    () => swr.call(deleteRetention, { ...name, id: String(id) }),
    async () => {
      const left = (await listPolicies(swr, name)).filter((policy) => policy.id === id);
      if (left.length > 0) throw withoutEffect(`${formatName(name)} still has a rule: ${formatPolicies(left)}`);
    },
  );
}

/** Reads back. @throws {SwrctlError} FAILED when the repository does not have this rule, and nothing else. */
export async function checkRule(
  swr: SwrClient,
  name: RepositoryName,
  rule: RetentionRule,
): Promise<readonly RetentionPolicy[]> {
  const policies = await listPolicies(swr, name);
  if (policies.length === 0) throw withoutEffect(`${formatName(name)} has no rule`);
  const text = formatPolicies(policies);
  if (text !== formatRule(rule)) throw withoutEffect(`the rule is: ${text}`);
  return policies;
}
