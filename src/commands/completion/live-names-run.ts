import type { Services } from '../../app/services.ts';
import type { Context } from '../../app/world.ts';
import { openProfiles } from '../../app/account/profiles.ts';
import type { LiveKind } from '../../completion/live-kinds.ts';
import { PERMISSION_LEVELS } from '../../model/permission.ts';
import { requireProjectId } from '../../swr/client.ts';
import { listClusters } from '../../swr/clusters.ts';
import { listNamespaces } from '../../swr/endpoints/namespaces.ts';
import { listRepositories } from '../../swr/endpoints/repositories.ts';
import { listTags } from '../../swr/endpoints/tags.ts';
import { createNameCache } from './name-cache.ts';

export interface LiveNamesOptions {
  readonly kind: LiveKind;
  /** As far as it is typed. */
  readonly word: string;
}

/** One page: more is no help to anybody who presses Tab. */
const PAGE = { limit: 1000, offset: 0 };
const BY_TIME = { order_column: 'updated_at', order_type: 'desc' };

/** Shells put names into a line: what is special to one is not offered, whoever named it. */
const SAFE = /^[\p{L}\p{N}._/:@=+-]+$/u;

/** `swrctl __complete`. Without a login nothing is asked and nothing printed. */
export async function runLiveNames(context: Context, { kind, word }: LiveNamesOptions): Promise<void> {
  const names = kind === 'profile' ? await profileNames(context) : await accountNames(context, kind, word);
  const fitting = names.filter((name) => name.startsWith(word) && name !== word && SAFE.test(name));
  if (fitting.length > 0) await context.output().text(`${fitting.join('\n')}\n`);
}

const profileNames = async (context: Context): Promise<readonly string[]> => (await openProfiles(context)).names();

type AccountKind = Exclude<LiveKind, 'profile'>;

async function accountNames(context: Context, kind: AccountKind, word: string): Promise<readonly string[]> {
  const services = await context.services();
  const { credential } = services.credential;
  if (credential === undefined) return [];
  const { settings, endpoints, profile } = services;
  const caller = credential.kind === 'access-key' ? credential.accessKey : credential.token;
  const { keep } = createNameCache({
    dir: settings.cacheDir,
    now: context.world.now,
    account: [caller, endpoints, settings.region, settings.project, settings.projectId, profile?.name],
  });
  const host = `${endpoints.registry ?? ''}/`;
  const prefix = host !== '/' && word.startsWith(host) ? host : '';
  const names = await fitting(kind, word.slice(prefix.length), askFor(services, keep));
  return names.map((name) => `${prefix}${name}`);
}

type Keep = ReturnType<typeof createNameCache>['keep'];

interface Ask {
  readonly organizations: () => Promise<readonly string[]>;
  /** `org/repo` */
  readonly repositories: (namespace: string) => Promise<readonly string[]>;
  /** Newest first. */
  readonly tags: (namespace: string, repository: string) => Promise<readonly string[]>;
  readonly users: () => Promise<readonly string[]>;
  readonly clusters: () => Promise<readonly string[]>;
}

function askFor({ swr, iam }: Services, keep: Keep): Ask {
  const namesOf = (rows: readonly { readonly name: string }[]): string[] => rows.map(({ name }) => name);
  return {
    organizations: () => keep('orgs', async () => namesOf(await (await swr()).call(listNamespaces, {}))),
    repositories: (namespace) =>
      keep(`repos ${namespace}`, async () =>
        namesOf(await (await swr()).call(listRepositories, { namespace, ...PAGE })),
      ),
    tags: (namespace, repository) =>
      keep(`tags ${namespace}/${repository}`, async () =>
        namesOf(await (await swr()).call(listTags, { namespace, repository, ...BY_TIME, ...PAGE })),
      ),
    users: () => keep('users', async () => namesOf(await iam().listUsers())),
    clusters: () =>
      keep('clusters', async () => {
        const cce = await swr({ service: 'cce' });
        return namesOf(await cce.call(listClusters, { projectId: requireProjectId(cce) }));
      }),
  };
}

async function fitting(kind: AccountKind, word: string, ask: Ask): Promise<readonly string[]> {
  switch (kind) {
    case 'org':
      return ask.organizations();
    case 'user':
      return ask.users();
    case 'grant':
      return grants(word, ask);
    case 'cluster':
      return ask.clusters();
    default:
      return paths(kind, word, ask);
  }
}

/** `alice=`, then `alice=read` */
async function grants(word: string, ask: Ask): Promise<readonly string[]> {
  const mark = word.indexOf('=');
  if (mark !== -1) return PERMISSION_LEVELS.map((level) => `${word.slice(0, mark)}=${level}`);
  return (await ask.users()).map((user) => `${user}=`);
}

/** `team/`, then `team/web` or `team/web:`, then `team/web:v1` */
async function paths(
  kind: 'repo' | 'target' | 'tag' | 'reference',
  word: string,
  ask: Ask,
): Promise<readonly string[]> {
  const slash = word.indexOf('/');
  if (slash === -1) {
    const organizations = await ask.organizations();
    return organizations.flatMap((org) => (kind === 'target' ? [org, `${org}/`] : [`${org}/`]));
  }
  const namespace = word.slice(0, slash);
  const colon = word.indexOf(':');
  if (colon === -1) {
    const repositories = await ask.repositories(namespace);
    return kind === 'tag' || kind === 'reference' ? repositories.map((name) => `${name}:`) : repositories;
  }
  if (kind === 'repo' || kind === 'target') return [];
  const tags = await ask.tags(namespace, word.slice(slash + 1, colon));
  return tags.map((tag) => `${word.slice(0, colon)}:${tag}`);
}
