import type { SwrctlError } from '../../../base/errors.ts';
import type { Finding } from '../../../model/finding.ts';
import { headManifest } from '../../../registry/manifest.ts';
import type { RegistryHost } from '../../../registry/host-types.ts';
import { mapConcurrently } from '../../../base/map-concurrently.ts';
import { ask, findingOf } from './online-problem.ts';

/** A repository that images are to go to, and their tags. */
export interface WantedRepository {
  /** All path parts: `org/repo`, or one part where the registry takes that. */
  readonly path: string;
  readonly tags: readonly string[];
}

/** What a registry says of one repository. */
export interface RepositoryAnswer {
  readonly path: string;
  /** Why it does not let us push. */
  readonly refusal?: SwrctlError;
  /** Tags that are there already, with their digest where it is told. */
  readonly found: ReadonlyMap<string, string | undefined>;
  /** How many of the wanted tags are not there. */
  readonly newTags: number;
}

export interface RegistryAnswer {
  /** Undefined when it could not be asked. */
  readonly isSwr: boolean | undefined;
  /** About the registry as a whole. */
  readonly findings: readonly Finding[];
  readonly repositories: readonly RepositoryAnswer[];
}

const AT_ONCE = 4;

/** Asks a registry whether it would let us push. Writes nothing: tokens and HEAD requests. */
export async function askRegistry(
  host: RegistryHost,
  wanted: readonly WantedRepository[],
  signal: AbortSignal,
): Promise<RegistryAnswer> {
  const facts = await ask(host.facts);
  if ('problem' in facts) {
    return { isSwr: undefined, findings: [findingOf(facts.problem, 'blocker', 'registry')], repositories: [] };
  }
  const { isSwr } = facts.value;
  const findings = isSwr ? [] : [notSwr(host.host)];
  const login = await ask(() => host.ping(signal));
  if ('problem' in login) {
    return { isSwr, findings: [...findings, findingOf(login.problem, 'blocker', 'login')], repositories: [] };
  }
  // On SWR a name of one part is a mistake that needs no asking.
  const possible = isSwr ? wanted.filter(({ path }) => path.includes('/')) : wanted;
  const repositories = await mapConcurrently(possible, AT_ONCE, (one) => askRepository(host, one, signal));
  return { isSwr, findings, repositories };
}

const notSwr = (host: string): Finding => ({
  level: 'info',
  check: 'registry',
  message: `${host} is not SWR, so the rules of SWR for names, types and sizes do not count`,
});

async function askRepository(
  host: RegistryHost,
  { path, tags }: WantedRepository,
  signal: AbortSignal,
): Promise<RepositoryAnswer> {
  const found = new Map<string, string | undefined>();
  let newTags = 0;
  const asked = await ask(async () => {
    await host.token(path, 'push');
    for (const tag of tags) {
      const manifest = await headManifest({ host, repository: path, key: tag, signal });
      if (manifest === undefined) newTags++;
      else found.set(tag, manifest.digest);
    }
  });
  return { path, found, newTags, ...('problem' in asked ? { refusal: asked.problem } : {}) };
}

/** What stands in the way of a push to a repository, and what it would move. */
export function repositoryFindings(answer: RepositoryAnswer): Finding[] {
  const { path, refusal, found } = answer;
  const moved = [...found].map(([tag, digest]): Finding => ({
    level: 'info',
    check: 'tag-exists',
    message: `${path}:${tag} exists: the push moves it${digest === undefined ? '' : ` from ${digest}`}`,
  }));
  return refusal === undefined ? moved : [refusalFinding(path, refusal), ...moved];
}

function refusalFinding(path: string, refusal: SwrctlError): Finding {
  // A HEAD request says no more than its status; with a tag that is one, only the name is left to be wrong.
  if (refusal.code === 'REFUSED' || refusal.service?.status === 400) {
    return { ...findingOf(refusal, 'blocker', 'name'), message: `the registry does not take the name "${path}"` };
  }
  switch (refusal.code) {
    case 'NOT_FOUND':
      return findingOf(refusal, 'blocker', 'organization');
    case 'AUTH_DENIED':
    case 'AUTH_REQUIRED':
      return findingOf(refusal, 'blocker', 'upload-right');
    default:
      return findingOf(refusal, 'blocker', 'registry');
  }
}
