import { join } from 'node:path';
import { firstLogin, hostOfKey, keysFor, type DockerAuths } from './docker-auths.ts';
import { findLogin, openHelpers, readAuths, type DockerConfigOptions, type FoundLogin } from './docker-config.ts';

/** What decides where podman, skopeo and buildah look. */
export interface AuthFilePlace {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly homeDir: string;
  readonly platform: NodeJS.Platform;
  /** Number of the user, which names podman's folder where there is no session. */
  readonly userId: number;
}

/** An entry of a file, without the login. */
export interface AuthFileEntry {
  /** `host`, `host/namespace` or `host/namespace/repository`, as it is written. */
  readonly key: string;
  readonly path: string;
}

/**
 * The logins that podman, skopeo and buildah keep; they are read and never written. Every call throws CONFIG_INVALID
 * for a damaged file and for one that others can write; HELPER_FAILED; DISK.
 */
export interface ContainersAuth {
  /** The files in the order in which they are read; they need not exist. */
  readonly paths: readonly string[];
  /**
   * The login for a repository: of the first file that has any, the one with the longest key.
   *
   * @param repository without the host; absent: only what is for the whole host.
   */
  readonly get: (host: string, repository?: string) => Promise<FoundLogin | undefined>;
  /** What says something about this host or a part of it, no helper being asked. */
  readonly entries: (host: string) => Promise<readonly AuthFileEntry[]>;
}

/** The file that `podman login` writes. */
export function primaryAuthFile({ env, homeDir, platform, userId }: AuthFilePlace): string {
  const chosen = env['REGISTRY_AUTH_FILE']?.trim();
  if (chosen) return chosen;
  if (platform !== 'linux') return join(homeDir, '.config', 'containers', 'auth.json');
  const session = env['XDG_RUNTIME_DIR'];
  return session ? join(session, 'containers', 'auth.json') : `/run/containers/${userId}/auth.json`;
}

/** The file that was chosen or else the one of the session, then the one of the user. Source: containers-auth.json(5). */
export function containersAuthPaths(place: AuthFilePlace): string[] {
  const settings = place.env['XDG_CONFIG_HOME']?.trim() || join(place.homeDir, '.config');
  return [...new Set([primaryAuthFile(place), join(settings, 'containers', 'auth.json')])];
}

export interface ContainersAuthOptions extends Omit<DockerConfigOptions, 'path'> {
  readonly paths: readonly string[];
}

export function createContainersAuth({ paths, ...options }: ContainersAuthOptions): ContainersAuth {
  const files = paths.map((path) => openAuthFile({ path, ...options }));
  return {
    paths,
    get: async (host, repository) => {
      for (const file of files) {
        const found = await file.get(host, repository);
        if (found !== undefined) return found;
      }
      return undefined;
    },
    entries: async (host) => (await Promise.all(files.map((file) => file.entries(host)))).flat(),
  };
}

/** One file, read once: a pipe (`REGISTRY_AUTH_FILE=<(…)`) cannot be read again. */
function openAuthFile(options: DockerConfigOptions): Pick<ContainersAuth, 'get' | 'entries'> {
  const { path } = options;
  const helperOf = openHelpers(options);
  let file: Promise<AuthFile> | undefined;
  const read = () => (file ??= readAuths(path).then(withNarrow));
  return {
    get: async (host, repository) => {
      const { whole, narrow } = await read();
      // A helper of the host's own stands for all of it.
      const isHelpers = keysFor(host, whole.credHelpers).length > 0;
      const keys = isHelpers || repository === undefined ? [] : keysOf(narrow, host, repository);
      const login = firstLogin(narrow, keys);
      return login === undefined ? findLogin(whole, host, helperOf) : { login, source: path };
    },
    entries: async (host) => {
      const { whole, narrow } = await read();
      const parts = [...narrow.auths.keys()].filter((key) => splitKey(key).host === hostOfKey(host));
      const isFilled = (key: string): boolean => Object.keys(whole.auths.get(key) ?? {}).length > 0;
      const hosts = [...keysFor(host, whole.credHelpers), ...keysFor(host, whole.auths).filter(isFilled)];
      return [...new Set([...hosts, ...parts])].map((key) => ({ key, path }));
    },
  };
}

interface AuthFile {
  /** With the keys that are for whole hosts. */
  readonly whole: DockerAuths;
  /** With those that are for a part of one. */
  readonly narrow: DockerAuths;
}

function withNarrow(all: DockerAuths): AuthFile {
  const part = (isWanted: boolean): DockerAuths => ({
    ...all,
    auths: new Map([...all.auths].filter(([key]) => isNarrow(key) === isWanted)),
  });
  return { whole: part(false), narrow: part(true) };
}

/** `host/namespace`. A URL is an old form of a host's key. */
const isNarrow = (key: string): boolean => /^[^/]+\/.*[^/]$/s.test(key) && !/^https?:\/\//i.test(key);

function splitKey(key: string): { readonly host: string | undefined; readonly name: string } {
  const slash = key.indexOf('/');
  return { host: hostOfKey(key.slice(0, slash)), name: key.slice(slash + 1) };
}

/** The keys that are for this repository, the longest first. */
function keysOf({ auths }: DockerAuths, host: string, repository: string): string[] {
  const wanted = hostOfKey(host);
  return [...auths.keys()]
    .map((key) => ({ key, ...splitKey(key) }))
    .filter(({ host: there, name }) => there === wanted && `${repository}/`.startsWith(`${name}/`))
    .sort((a, b) => b.name.length - a.name.length)
    .map(({ key }) => key);
}
