import type { Finding } from '../model/finding.ts';
import { LIMITS, type Limits } from '../model/limits.ts';
import type { Quota } from '../model/usage.ts';

/** One repository that images are to go to. */
export interface RepositoryUse {
  /** `org/repo` */
  readonly name: string;
  /** Tags in it now; undefined when there is no such repository yet. */
  readonly tagCount: number | undefined;
  /** How many tags the push adds. */
  readonly newTags: number;
}

export interface QuotaFacts {
  /** As the service tells them; what has no limit is missing. */
  readonly quotas: readonly Quota[];
  /** Whether images and tags are limited for this account at all. */
  readonly isImageQuotaOn: boolean;
  /** Repositories of the account in the region, for when no quota tells. */
  readonly repositoryCount?: number;
  /** Limits that the user gave: they come before what the service says, and that before the table. */
  readonly changed: Partial<Limits>;
  readonly newOrganizations: readonly string[];
  readonly repositories: readonly RepositoryUse[];
}

/** Whether what a push adds fits into the quotas of the account. */
export function checkQuota(facts: QuotaFacts): Finding[] {
  return [...organizationQuota(facts), ...imageQuota(facts), ...tagQuotas(facts)];
}

function organizationQuota({ quotas, newOrganizations }: QuotaFacts): Finding[] {
  const quota = quotas.find(({ name }) => name === 'organization');
  const added = newOrganizations.length;
  if (quota === undefined || added === 0) return [];
  return room({
    used: quota.used,
    limit: quota.limit,
    added,
    has: `the account has ${quota.used} of ${quota.limit} organizations`,
    what: newOrganizations.map((name) => `"${name}"`).join(', '),
    hint: 'Remove an organization that is not used (swrctl org list), or ask the service for a larger quota',
  });
}

/** Repositories, which the service calls images. */
function imageQuota({ quotas, repositoryCount, repositories, ...rest }: QuotaFacts): Finding[] {
  const quota = quotas.find(({ name }) => name === 'repository');
  const limit = limitOf('images', quota, rest);
  const used = quota?.used ?? repositoryCount;
  const added = repositories.filter(({ tagCount }) => tagCount === undefined).map(({ name }) => name);
  if (limit === undefined || used === undefined || added.length === 0) return [];
  return room({
    used,
    limit,
    added: added.length,
    has: `the account has ${used} of ${limit} repositories`,
    what: added.join(', '),
    hint: 'Remove repositories that are not used, or ask the service for a larger quota',
  });
}

/** The quota is per repository; the service's own count is of all, so the repository's is taken. */
function tagQuotas({ quotas, repositories, ...rest }: QuotaFacts): Finding[] {
  const limit = limitOf(
    'tags',
    quotas.find(({ name }) => name === 'tag'),
    rest,
  );
  if (limit === undefined) return [];
  return repositories.flatMap(({ name, tagCount: used = 0, newTags: added }) =>
    room({
      used,
      limit,
      added,
      has: `${name} has ${used} of ${limit} tags`,
      what: added === 1 ? 'a new one' : `${added} new ones`,
      hint: `Remove tags that are not used (swrctl tag list ${name}), or ask the service for a larger quota`,
    }),
  );
}

function limitOf(
  name: 'images' | 'tags',
  quota: Quota | undefined,
  { changed, isImageQuotaOn }: Pick<QuotaFacts, 'changed' | 'isImageQuotaOn'>,
): number | undefined {
  return changed[name] ?? quota?.limit ?? (isImageQuotaOn ? LIMITS[name].value : undefined);
}

interface Room {
  readonly used: number;
  readonly limit: number;
  readonly added: number;
  readonly has: string;
  readonly what: string;
  readonly hint: string;
}

function room({ used, limit, added, has, what, hint }: Room): Finding[] {
  const left = limit - used - added;
  if (added === 0 || left > 0) return [];
  if (left < 0) return [{ level: 'blocker', check: 'quota', message: `${has}: there is no room for ${what}`, hint }];
  return [{ level: 'warning', check: 'quota', message: `${has}: nothing is left after the push of ${what}`, hint }];
}
