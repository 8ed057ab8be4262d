import { INSTALL } from '../../app/install-hint.ts';
import { existsSync } from 'node:fs';
import { geteuid } from 'node:process';
import { containersAuthPaths } from '../../auth/containers-auth.ts';
import { hostOfKey, loginFor, type DockerAuths } from '../../auth/docker-auths.ts';
import { dockerConfigPath, readAuths } from '../../auth/docker-config.ts';
import { findHelper } from '../../auth/run-helper.ts';
import { parseLoginUser } from '../../auth/login-key.ts';
import type { PasswordLogin } from '../../auth/credential.ts';
import { hasCode } from '../../base/errors.ts';
import { fail, findingOf, ok, warn, type Check, type Finding } from '../../doctor/check.ts';
import { formatMode, isOpenToOthers, modeOf } from '../../doctor/files.ts';
import { maskUser } from '../../registry/login.ts';
import { placeOfRegistry } from '../../model/clouds.ts';
import type { Subject } from './subject.ts';

/** Logins that are tried; a docker config may hold many. */
const MAX_TRIED = 10;

/**
 * The docker config: readable, closed to others, its helpers there, its SWR logins still good. Of podman's files, those
 * that are there: the same, but for the logins.
 */
export async function dockerChecks(subject: Subject): Promise<Check[]> {
  const { env, homeDir, platform } = subject.world;
  const path = dockerConfigPath(env, homeDir);
  const place = { env, homeDir, platform, userId: geteuid?.() ?? -1 };
  const others = containersAuthPaths(place).filter((other) => other !== path && existsSync(other));
  const read = await tryRead(path);
  const ofOthers = others.map(async (other) => fileChecks(subject, 'auth-file', other, await tryRead(other)));
  return [
    ...fileChecks(subject, 'docker-config', path, read),
    ...('problem' in read ? [] : staleChecks(subject, read)),
    ...(await Promise.all(ofOthers)).flat(),
  ];
}

type ReadFile = DockerAuths | { readonly problem: Finding };

function fileChecks(subject: Subject, name: string, path: string, read: ReadFile): Check[] {
  if ('problem' in read) return [{ name, target: path, run: () => Promise.resolve(read.problem) }];
  const isWindows = subject.world.platform === 'win32';
  const run = async () => judgeFile(read, isWindows ? undefined : await modeOf(path));
  return [{ name, target: path, run }, ...helperChecks(subject, read)];
}

async function tryRead(path: string): Promise<ReadFile> {
  try {
    return await readAuths(path);
  } catch (error) {
    return { problem: findingOf(error) };
  }
}

function judgeFile({ auths, path }: DockerAuths, mode: number | undefined): Finding {
  const withSecret = [...auths.values()].filter(
    ({ auth, password, identitytoken }) => auth ?? password ?? identitytoken,
  );
  const words = `Entries: ${auths.size}, with the login in the file itself: ${withSecret.length}`;
  if (withSecret.length === 0 || !isOpenToOthers(mode)) return ok(words);
  return warn(`${words}; others can read it (mode ${formatMode(mode)})`, `Close it: chmod 600 '${path}'`);
}

function helperChecks({ world }: Subject, { credHelpers, credsStore, path }: DockerAuths): Check[] {
  const names = new Set([...credHelpers.values(), credsStore].filter((name) => name !== ''));
  return [...names].map((name) => {
    const program = `docker-credential-${name}`;
    const run = (): Finding => {
      const found = findHelper(program, world.env);
      if (found !== undefined) return ok(found);
      const hint = name === 'swr' ? INSTALL : `Install it, or take it out of ${path}`;
      return fail(`${program} is configured, but not on the PATH`, hint);
    };
    return { name: 'docker-helper', target: program, run: () => Promise.resolve(run()) };
  });
}

/** Logins of SWR registries are tried; those of others are none of our business. */
function staleChecks(subject: Subject, auths: DockerAuths): Check[] {
  const { services, endpoints } = subject;
  if (services === undefined) return [];
  const isSwr = (host: string) => placeOfRegistry(host) !== undefined || host === endpoints.registry;
  const hosts = new Set([...auths.auths.keys()].flatMap((key) => hostOfKey(key) ?? []));
  return [...hosts]
    .filter(isSwr)
    .slice(0, MAX_TRIED)
    .map((host) => ({
      name: 'docker-login',
      target: host,
      run: async (signal) => {
        const login = loginFor(auths, host);
        if (login?.kind !== 'password') return ok('The helper keeps the login');
        return tryLogin(services, host, login, signal);
      },
    }));
}

async function tryLogin(
  { registry, profile }: NonNullable<Subject['services']>,
  host: string,
  { username, password }: PasswordLogin,
  signal: AbortSignal,
): Promise<Finding> {
  const user = maskUser(username);
  try {
    await registry(host, { login: { username, password, source: 'docker config', sameOriginOnly: true } }).ping(signal);
  } catch (error) {
    if (!hasCode(error, 'AUTH_DENIED', 'AUTH_REQUIRED')) throw error;
    return warn(
      `The login of ${user} no longer works`,
      `Renew it: swrctl login ${host}, or remove it: swrctl logout ${host}`,
    );
  }
  const accessKey = parseLoginUser(username)?.accessKey;
  // The user of an instance has nothing to do with a key.
  const isOfKey = profile?.registry === host && profile.instance === undefined;
  const isOther = isOfKey && profile.accessKey !== undefined && profile.accessKey !== accessKey;
  if (!isOther || profile.temporary !== undefined) return ok(`The login of ${user} works`);
  return warn(
    `The login of ${user} works, but profile "${profile.name}" has another access key`,
    `Run: swrctl login ${host}`,
  );
}
