import { SwrctlError } from '../base/errors.ts';
import { findCloud, type CloudFeature } from '../model/clouds.ts';

/** Calls that not every cloud takes. */
interface SpecialCalls {
  readonly feature: CloudFeature;
  /** Default: all. */
  readonly method?: string;
  readonly path: RegExp;
  /** What a cloud without it lacks, in words. */
  readonly words: string;
  /** What people can do instead. */
  readonly instead: (path: string) => string;
}

const REPOSITORY = String.raw`^/v2/manage/namespaces/[^/]+/repos/[^/]+`;
const TO_TRIGGERS = 'Update the workload from your pipeline: kubectl set image deployment/NAME CONTAINER=IMAGE';

const SPECIAL: readonly SpecialCalls[] = [
  {
    feature: 'triggers',
    path: new RegExp(`${REPOSITORY}/triggers(?:/|$)`),
    words: 'triggers',
    instead: () => TO_TRIGGERS,
  },
  {
    // Clusters are looked up for triggers only.
    feature: 'triggers',
    path: /^\/api\/v3\/projects\/[^/]+\/clusters\/?$/,
    words: 'triggers',
    instead: () => TO_TRIGGERS,
  },
  {
    feature: 'sync',
    path: new RegExp(String.raw`(?:${REPOSITORY}/sync_\w+|^/v2/manage/regions)/?$`),
    words: 'copies to other regions (sync)',
    instead: () => 'Copy through this machine: swrctl copy ORG/REPO:TAG swr.REGION.DOMAIN/ORG/REPO:TAG',
  },
  {
    feature: 'retag',
    method: 'POST',
    path: new RegExp(`${REPOSITORY}/tags/?$`),
    words: 'tags made by its API',
    instead: () => 'Make the tag through the registry: swrctl copy ORG/REPO:TAG ORG/REPO:NEW',
  },
  {
    feature: 'v3 lists',
    path: /^\/v3\/manage\//,
    words: 'version 3 of its lists',
    instead: (path) => `Use the list of version 2: swrctl api GET ${path.replace('/v3/', '/v2/')}`,
  },
  {
    feature: 'agency',
    path: /^\/v2\/manage\/agency\/?$/,
    words: 'agencies of the service',
    instead: () => 'Leave it out: only triggers of CCI need it, and this cloud has none',
  },
  {
    feature: 'enhanced login',
    path: /^\/v2\/manage\/utils\/authorizationtoken\/?$/,
    words: 'enhanced logins',
    instead: () => 'Take the usual one: swrctl login --temporary',
  },
];

/**
 * All calls of the management API pass here before they are sent, so a cloud is never asked for what it is known not to
 * have.
 *
 * @param domain of the cloud; undefined, or of an unknown one: nothing is known to be missing.
 * @param path without query, as it is sent.
 * @throws {SwrctlError} USAGE saying what the cloud lacks and what to do instead.
 */
export function requireOffered(domain: string | undefined, method: string, path: string): void {
  const cloud = domain === undefined ? undefined : findCloud(domain);
  if (cloud === undefined) return;
  const special = SPECIAL.find((calls) => (calls.method ?? method) === method && calls.path.test(path));
  if (special === undefined || !cloud.lacks.includes(special.feature)) return;
  throw new SwrctlError('USAGE', `${cloud.name} does not have ${special.words}`, {
    hint: special.instead(path),
    cause: new Error(`It takes no ${method} ${path}, so nothing was sent; swrctl regions shows what each cloud lacks`),
  });
}
