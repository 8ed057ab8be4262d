import { findStoredLogin } from '../../../auth/stored-login.ts';
import { hasCode } from '../../../base/errors.ts';
import { cloudOfHost } from '../../../model/clouds.ts';
import { sortFindings, type Finding } from '../../../model/finding.ts';
import type { InstancePlace } from '../../../model/instance.ts';
import type { Limits } from '../../../model/limits.ts';
import { DEFAULT_TAG, type PartialReference } from '../../../model/reference.ts';
import { loginCommand } from '../../../registry/login.ts';
import { checkOrganization } from '../../../transfer/check-organization.ts';
import { checkQuota, type RepositoryUse } from '../../../transfer/check-quota.ts';
import type { Context } from '../../../app/world.ts';
import type { Services } from '../../../app/services.ts';
import type { AccountAnswer } from './account.ts';
import { repositoryFindings, type RegistryAnswer, type WantedRepository } from './registry.ts';

/** Images on their way to one registry. */
export interface OnlineSubject {
  /** Host with optional port. */
  readonly registry: string;
  /** Where to; without registry, or with this one. */
  readonly references: readonly PartialReference[];
  /** False: the names are only what a push would try first, so nothing about them is a blocker. */
  readonly isDestinationGiven: boolean;
  /** True: a missing organization is made by the push. */
  readonly createsOrganization: boolean;
  /** What `--limit` says. */
  readonly limits: Partial<Limits>;
}

export interface OnlineResult {
  readonly findings: readonly Finding[];
  /** Undefined when the registry could not be asked. */
  readonly isSwr: boolean | undefined;
}

/**
 * Asks registry and management API at the same time what a push would meet. All calls only read.
 *
 * @throws {SwrctlError} BLOCKED, INTERRUPTED, TERMINATED; everything else is a finding.
 */
export async function checkOnline(context: Context, services: Services, subject: OnlineSubject): Promise<OnlineResult> {
  const { registry, limits } = subject;
  const wanted = wantedRepositories(subject.references);
  const paths = wanted.map(({ path }) => path).filter((path) => path.includes('/'));
  const { askRegistry } = await import('./registry.ts');
  const { askAccount } = await import('./account.ts');
  const place = await instanceAt(services, registry);
  const isOwn = registry === services.endpoints.registry && place === undefined;
  const [answer, account] = await Promise.all([
    askRegistry(services.registry(registry), wanted, context.world.signal),
    isOwn ? askAccount(services, paths, limits, context.world) : undefined,
  ]);
  if (place !== undefined)
    return { findings: await instanceFindings(services, subject, place, answer, paths), isSwr: false };
  const findings = [
    ...answer.findings,
    ...(account?.findings ?? []),
    ...placeFindings(subject, services, answer, account),
    ...(answer.isSwr === true && !isOwn ? [otherAccount(registry, services.endpoints.registry)] : []),
  ];
  return { findings: sortFindings(findings), isSwr: answer.isSwr };
}

/** The instance whose host this is; one that cannot be asked for is a registry like any other. */
async function instanceAt(services: Services, registry: string): Promise<InstancePlace | undefined> {
  if (services.instance?.host === registry) return services.instance;
  return services.instances.ofHost(registry).catch((error: unknown) => {
    if (hasCode(error, 'AUTH_REQUIRED', 'AUTH_DENIED', 'USAGE', 'NETWORK')) return undefined;
    throw error;
  });
}

async function instanceFindings(
  services: Services,
  { createsOrganization: isCreated, isDestinationGiven }: OnlineSubject,
  place: InstancePlace,
  { findings, repositories }: RegistryAnswer,
  paths: readonly string[],
): Promise<Finding[]> {
  const { askInstance } = await import('./instance.ts');
  const known = await askInstance(services, { place, paths, repositories, isCreated });
  const isMissing = known.some(({ check }) => check === 'namespace');
  const told = findings.filter(({ check, level }) => check !== 'registry' || level === 'blocker');
  const refused = isMissing ? repositories.map(withoutRefusal) : repositories;
  const about: Finding = {
    level: 'info',
    check: 'instance',
    message: `${place.host} is instance ${place.name} of the enterprise edition: images keep their types there`,
  };
  const all = [about, ...told, ...known, ...refused.flatMap((one) => repositoryFindings(one))];
  return sortFindings(isDestinationGiven ? all : all.map(softened));
}

function wantedRepositories(references: readonly PartialReference[]): WantedRepository[] {
  const paths = [...new Set(references.map(({ repository }) => repository))];
  const tagsOf = (path: string): string[] =>
    references.flatMap(({ repository, tag, digest }) =>
      repository !== path || (tag === undefined && digest !== undefined) ? [] : [tag ?? DEFAULT_TAG],
    );
  return paths.map((path) => ({ path, tags: [...new Set(tagsOf(path))] }));
}

/** What is found out about organizations and repositories. */
function placeFindings(
  subject: OnlineSubject,
  services: Services,
  { repositories }: RegistryAnswer,
  account: AccountAnswer | undefined,
): Finding[] {
  const { createsOrganization: isCreated, limits: changed, isDestinationGiven } = subject;
  const place = services.settings.region ?? subject.registry;
  const states = [...(account?.organizations ?? [])];
  const organizations = states.flatMap(([name, state]) => checkOrganization({ name, state, place, isCreated }));
  // The registry refuses for the same reason, in words that say less.
  const explained = new Set(
    states
      .filter(([name, state]) => checkOrganization({ name, state, place, isCreated }).length > 0)
      .map(([name]) => name),
  );
  const answers = repositories.map((one) => (explained.has(organizationOf(one.path)) ? withoutRefusal(one) : one));
  const newOrganizations = states.filter(([, state]) => state === 'missing').map(([name]) => name);
  const found = [
    ...organizations,
    ...answers.flatMap((one) => repositoryFindings(one)),
    ...(account?.quotas === undefined
      ? []
      : checkQuota({ ...account.quotas, changed, newOrganizations, repositories: usesOf(repositories, account) })),
  ];
  return isDestinationGiven ? found : found.map(softened);
}

const organizationOf = (path: string): string => path.split('/')[0] ?? path;

function withoutRefusal({ path, found, newTags }: RegistryAnswer['repositories'][number]) {
  return { path, found, newTags };
}

/** Repositories of which both sides told enough to count. */
function usesOf(repositories: RegistryAnswer['repositories'], { tagCounts }: AccountAnswer): RepositoryUse[] {
  return repositories.flatMap(({ path, newTags }) => {
    const count = tagCounts.get(path);
    if (count === undefined || count === 'hidden') return [];
    return [{ name: path, newTags, tagCount: count === 'none' ? undefined : count }];
  });
}

const softened = (finding: Finding): Finding =>
  finding.level === 'blocker' ? { ...finding, level: 'warning' } : finding;

const otherAccount = (registry: string, own: string | undefined): Finding => ({
  level: 'info',
  check: 'account',
  message: `organizations, rights and quotas behind ${registry} were not looked at: ${own === undefined ? 'no region is set' : `the credentials are for ${own}`}`,
});

/**
 * Why the online part has to be left out: nobody said where to, or there are no credentials. Undefined when it can run.
 * Looks only where credentials are kept.
 */
export async function reasonToStayOffline(
  services: Services,
  registry: string | undefined,
  repository: string | undefined,
): Promise<Finding | undefined> {
  if (registry === undefined) return leftOut('it is not known which registry it is for', 'Run: swrctl login');
  const isOwn = registry === services.endpoints.registry;
  try {
    if (isOwn && (await services.findCredential()).credential !== undefined) return undefined;
  } catch (error) {
    if (!hasCode(error, 'AUTH_REQUIRED')) throw error;
    return leftOut(error.message, error.hint);
  }
  if ((await findStoredLogin(services, registry, repository)) !== undefined) return undefined;
  const other = await services.profiles.forHost(registry);
  if (other !== undefined && other.name !== services.profile?.name) return undefined;
  const login = isOwn
    ? 'swrctl login, or set SWRCTL_AK and SWRCTL_SK'
    : loginCommand(registry, cloudOfHost(registry) !== undefined);
  return leftOut(`there are no credentials for ${registry}`, `Log in first: ${login}`);
}

const leftOut = (why: string, hint?: string): Finding => ({
  level: 'info',
  check: 'online',
  message: `the online part was left out: ${why}`,
  hint,
});
