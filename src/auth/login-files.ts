import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isTooDeepYaml } from '../base/decode.ts';
import { systemCode } from '../base/errors.ts';
import type { PasswordLogin } from './credential.ts';
import { createDockerConfig, OWN_HELPER } from './docker-config.ts';
import type { LoginFileKind } from './engines.ts';
import { createPrivateFolder, damaged, diskError, followLinks, removeFile, replaceFile } from './local-file.ts';
import { withLock } from './lock.ts';

/** What to keep for a host: a login, or the name of the helper that makes one. */
export type Kept = Pick<PasswordLogin, 'username' | 'password'> | 'helper';

/** A file that keeps logins by registry host. Every call throws CONFIG_INVALID for a damaged file; DISK. */
export interface LoginFile {
  readonly write: (host: string, kept: Kept) => Promise<void>;
  /** A hash of what is kept for a host, to see later whether it is still the same. Undefined: nothing. */
  readonly fingerprint: (host: string) => Promise<string | undefined>;
  /** Everything else in the file stays; a file that has nothing else goes. */
  readonly erase: (host: string) => Promise<void>;
}

type Environment = Readonly<Record<string, string | undefined>>;

export function openLoginFile(kind: LoginFileKind, path: string, env: Environment): LoginFile {
  const open = { docker: dockerFile, containerd: containerdFile, k3s: k3sFile } satisfies Record<
    LoginFileKind,
    unknown
  >;
  return open[kind](path, env);
}

const hash = (...parts: readonly string[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('hex');

function dockerFile(path: string, env: Environment): LoginFile {
  const config = createDockerConfig({ path, env });
  return {
    write: async (host, kept) => {
      if (kept === 'helper') await config.setHelper(host, OWN_HELPER);
      else await config.set(host, { kind: 'password', ...kept });
    },
    fingerprint: async (host) => {
      if ((await config.helperFor(host)) === OWN_HELPER) return hash('helper');
      const login = (await config.get(host))?.login;
      return login?.kind === 'password' ? hash(login.username, login.password) : login && hash('other');
    },
    erase: async (host) => {
      const isOurs = (await config.helperFor(host)) === OWN_HELPER;
      await (isOurs ? config.setHelper(host, undefined) : config.erase(host));
    },
  };
}

/** A part of containerd's settings that is ours alone. Source: containerd, "Configure Registry Credentials". */
function containerdFile(path: string): LoginFile {
  return {
    write: async (host, kept) => {
      const { username, password } = loginIn(kept);
      const table = `plugins."io.containerd.grpc.v1.cri".registry.configs.${JSON.stringify(host)}.auth`;
      const values = [`  username = ${JSON.stringify(username)}`, `  password = ${JSON.stringify(password)}`];
      const lines = [
        '# From "swrctl login"; "swrctl logout" removes it.',
        'version = 2',
        '',
        `[${table}]`,
        ...values,
        '',
      ];
      await createPrivateFolder(dirname(path));
      await replaceFile(await followLinks(path), lines.join('\n'));
    },
    fingerprint: async () => {
      const text = await readText(path);
      return text === undefined ? undefined : hash(text);
    },
    erase: () => removeFile(path),
  };
}

/** Source: K3s, "Private Registry Configuration". */
function k3sFile(path: string): LoginFile {
  const at = (host: string) => ['configs', host, 'auth'];
  return {
    write: (host, kept) => editYaml(path, (document) => document.setIn(at(host), document.createNode(loginIn(kept)))),
    fingerprint: async (host) => {
      const document = await readYaml(path);
      const [user, password] = ['username', 'password'].map((key) => document.getIn([...at(host), key]));
      return user === undefined && password === undefined ? undefined : hash(String(user), String(password));
    },
    erase: (host) =>
      editYaml(path, (document) => {
        document.deleteIn(at(host));
        for (const above of [['configs', host], ['configs']]) {
          if (isEmpty(document.getIn(above))) document.deleteIn(above);
        }
      }),
  };
}

type YamlDocument = Awaited<ReturnType<typeof readYaml>>;

const isEmpty = (node: unknown): boolean =>
  typeof node === 'object' && node !== null && 'items' in node && Array.isArray(node.items) && node.items.length === 0;

/** With its comments and its order. */
async function readYaml(path: string) {
  const { parseDocument } = await import('yaml');
  const text = (await readText(path)) ?? '';
  if (isTooDeepYaml(text)) throw damaged(path, 'it is nested too deeply');
  const document = parseDocument(text);
  const root = document.toJS({ maxAliasCount: 0 }) as unknown; // only its kind is looked at
  const isMap = root === null || (typeof root === 'object' && !Array.isArray(root));
  if (document.errors.length > 0 || !isMap) throw damaged(path, 'it is not a YAML mapping');
  return document;
}

async function editYaml(path: string, change: (document: YamlDocument) => void): Promise<void> {
  const target = await followLinks(path);
  await withLock(target, async () => {
    const document = await readYaml(target);
    change(document);
    if (isEmpty(document.contents)) await removeFile(target);
    else await replaceFile(target, document.toString());
  });
}

function loginIn(kept: Kept): { username: string; password: string } {
  if (kept !== 'helper') return { username: kept.username, password: kept.password };
  throw new TypeError('only files like docker’s know helpers'); // the command line was checked
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return undefined;
    throw diskError('read', path, error);
  }
}
