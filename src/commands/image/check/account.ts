import { hasCode, type SwrctlError } from '../../../base/errors.ts';
import type { Finding } from '../../../model/finding.ts';
import type { Limits } from '../../../model/limits.ts';
import type { Namespace } from '../../../model/namespace.ts';
import { parseRepositoryName } from '../../../model/reference.ts';
import type { SwrClient } from '../../../swr/client.ts';
import { getTotals, listFeatureGates, listQuotas } from '../../../swr/endpoints/account.ts';
import { getNamespace, listNamespaces } from '../../../swr/endpoints/namespaces.ts';
import { getRepository } from '../../../swr/endpoints/repositories.ts';
import { checkClock } from '../../../transfer/check-clock.ts';
import type { OrganizationState } from '../../../transfer/check-organization.ts';
import type { QuotaFacts } from '../../../transfer/check-quota.ts';
import { mapConcurrently } from '../../../base/map-concurrently.ts';
import type { Services } from '../../../app/services.ts';
import type { World } from '../../../app/world.ts';
import { ask, findingOf, type Asked } from './online-problem.ts';

/** Tags in a repository; `none` where there is no such repository, `hidden` where it is not told. */
export type TagCount = number | 'none' | 'hidden';

/** What the management API says about where images are to go. */
export interface AccountAnswer {
  /** About clock and credentials. */
  readonly findings: readonly Finding[];
  /** By name; what could not be found out is missing. */
  readonly organizations: ReadonlyMap<string, OrganizationState>;
  /** By path; what could not be found out is missing. */
  readonly tagCounts: ReadonlyMap<string, TagCount>;
  /** Undefined when they could not be found out. */
  readonly quotas: Pick<QuotaFacts, 'quotas' | 'isImageQuotaOn' | 'repositoryCount'> | undefined;
}

const only = (findings: readonly Finding[]): AccountAnswer => ({
  findings,
  organizations: new Map(),
  tagCounts: new Map(),
  quotas: undefined,
});

const AT_ONCE = 4;

/** Asks the management API with calls that only read. What it does not tell is a finding, never a failure. */
export async function askAccount(
  services: Services,
  paths: readonly string[],
  changed: Partial<Limits>,
  { now }: Pick<World, 'now'>,
): Promise<AccountAnswer> {
  const opened = await ask(async () => {
    const clock = await askClock(services, now());
    // The signature has a time, so every call would be refused for this one reason.
    if (clock.some(({ level }) => level === 'blocker')) return { clock };
    const swr = await services.swr();
    // By itself: several calls with a wrong key at once would lock the key.
    return { clock, swr, visible: await swr.call(listNamespaces, { mode: 'visible' }) };
  });
  if ('problem' in opened) return only([notAsked(opened.problem)]);
  const { clock, swr, visible } = opened.value;
  if (swr === undefined) return only(clock);
  const names = [...new Set(paths.map((path) => parseRepositoryName(path).namespace))];
  const [states, counts, quotas] = await Promise.all([
    mapConcurrently(names, AT_ONCE, (name) => ask(() => stateOf(swr, visible, name))),
    mapConcurrently(paths, AT_ONCE, (path) => ask(() => countTags(swr, path))),
    ask(() => readQuotas(swr, changed)),
  ]);
  const problems = [...states, ...counts, quotas].flatMap((asked) => ('problem' in asked ? [asked.problem] : []));
  return {
    findings: [...clock, ...problems.slice(0, 1).map(notAsked)],
    organizations: answered(names, states),
    tagCounts: answered(paths, counts),
    quotas: 'value' in quotas ? quotas.value : undefined,
  };
}

/** That nobody said how to reach the API is no fault. */
function notAsked(problem: SwrctlError): Finding {
  const level = hasCode(problem, 'AUTH_REQUIRED', 'USAGE') ? 'info' : 'warning';
  return findingOf(problem, level, 'account', 'not everything about the account is known: ');
}

function answered<T>(names: readonly string[], asked: readonly Asked<T>[]): Map<string, T> {
  return new Map(
    asked.flatMap((one, index): [string, T][] => ('value' in one ? [[names[index] ?? '', one.value]] : [])),
  );
}

async function askClock({ endpoints, findCredential, serverTime }: Services, here: Date): Promise<Finding[]> {
  const { credential: key } = await findCredential();
  if (endpoints.endpoint === undefined || key === undefined) return []; // said when the API is opened
  const time = await serverTime(new URL(endpoints.endpoint));
  return time === undefined ? [] : checkClock(here.getTime() - time.getTime(), key.kind === 'access-key');
}

async function stateOf(swr: SwrClient, visible: readonly Namespace[], name: string): Promise<OrganizationState> {
  const known = visible.find((one) => one.name === name);
  if (known !== undefined) return known.permission;
  return orIfRefused(async () => (await swr.call(getNamespace, { namespace: name })).permission, 'missing', 'closed');
}

function countTags(swr: SwrClient, path: string): Promise<TagCount> {
  const count = async () => (await swr.call(getRepository, parseRepositoryName(path))).tagCount;
  return orIfRefused<TagCount>(count, 'none', 'hidden');
}

/** What a question means when there is no such thing, and when the caller has no right to know. */
async function orIfRefused<T>(question: () => Promise<T>, absent: T, forbidden: T): Promise<T> {
  try {
    return await question();
  } catch (error) {
    if (hasCode(error, 'NOT_FOUND')) return absent;
    if (hasCode(error, 'AUTH_DENIED') && error.service?.status === 403) return forbidden;
    throw error;
  }
}

async function readQuotas(swr: SwrClient, changed: Partial<Limits>): Promise<AccountAnswer['quotas']> {
  const { projectId } = swr;
  if (projectId === undefined) return undefined;
  const [quotas, gates] = await Promise.all([
    swr.call(listQuotas, { projectId }),
    swr.call(listFeatureGates, { projectId }),
  ]);
  const isImageQuotaOn = gates.get('enable_image_quota') === true;
  const isCounted = quotas.some(({ name }) => name === 'repository');
  const isLimited = isImageQuotaOn || changed.images !== undefined;
  if (isCounted || !isLimited) return { quotas, isImageQuotaOn };
  return { quotas, isImageQuotaOn, repositoryCount: (await swr.call(getTotals, {})).repositories };
}
