import { readFile } from 'node:fs/promises';
import { geteuid } from 'node:process';
import { resolve } from 'node:path';
import { OWN_HELPER, OWN_HELPER_PROGRAM, type DockerConfigChange } from '../../auth/docker-config.ts';
import { engineFile, parseEngines, type EngineFile } from '../../auth/engines.ts';
import { removeFile, replaceFile } from '../../auth/local-file.ts';
import { openLoginFile, type Kept } from '../../auth/login-files.ts';
import { createLoginRecord, type WrittenLogin } from '../../auth/login-record.ts';
import { SwrctlError } from '../../base/errors.ts';
import type { World } from '../../app/world.ts';
import type { Services } from '../../app/services.ts';
import type { LoginPlan } from './login-plan.ts';
import type { LoginOptions } from './login-options.ts';

export interface StoredLogin {
  /** What was written where, a line each. */
  readonly notes: readonly string[];
  /** Files that now have the login in them, not encrypted. */
  readonly plainFiles: readonly string[];
  readonly undo: () => Promise<unknown>;
}

export type StoreOptions = Pick<LoginOptions, 'helper' | 'for'>;

/** Writes the login for the programs of `--for`, default docker. When one fails, those before it are taken back. */
export function storeLogin(
  services: Services,
  plan: LoginPlan,
  options: StoreOptions,
  world: World,
  profile?: string,
): Promise<StoredLogin> {
  if (options.for !== undefined)
    return storeFor(services, plan, filesOf(services, plan, options, world), options, profile);
  return options.helper ? storeHelper(services, plan) : storeInDocker(services, plan);
}

/** The files of `--for`, each once. @throws {SwrctlError} USAGE */
export function filesOf(
  { dockerConfig }: Pick<Services, 'dockerConfig'>,
  { host }: Pick<LoginPlan, 'host'>,
  { for: engines = 'docker', helper }: StoreOptions,
  { env, homeDir, platform, cwd }: World,
): EngineFile[] {
  const place = { env, homeDir, platform, userId: geteuid?.() ?? -1, dockerConfig: dockerConfig.path };
  const files = parseEngines(engines).map(([engine, path]) =>
    engineFile(engine, host, place, path === undefined ? undefined : resolve(cwd, path)),
  );
  const fixed = files.find(({ kind }) => kind !== 'docker');
  if (helper && fixed !== undefined) {
    throw new SwrctlError('USAGE', `${fixed.engine} runs no credential helpers`, {
      hint: `Leave --helper out, or ${fixed.engine} out of --for`,
    });
  }
  return [...new Map(files.map((file) => [file.path, file])).values()];
}

async function storeFor(
  { settings, dockerConfig }: Services,
  { host, username, password }: LoginPlan,
  files: readonly EngineFile[],
  { helper }: StoreOptions,
  profile: string | undefined,
): Promise<StoredLogin> {
  const record = createLoginRecord(settings.configDir);
  const kept: Kept = helper ? 'helper' : { username, password };
  const done: (() => Promise<unknown>)[] = [];
  const undo = async () => {
    for (const step of done.reverse()) await step().catch(() => undefined); // the first error is the one to report
  };
  const written: WrittenLogin[] = [];
  try {
    for (const file of files) {
      done.push(await restoring(file.path));
      const opened = openLoginFile(file.kind, file.path, dockerConfig.env);
      await opened.write(host, kept);
      written.push({ ...file, host, fingerprint: (await opened.fingerprint(host)) ?? '', profile });
    }
    await record.add(written);
    done.push(() => record.remove(written));
  } catch (error) {
    await undo();
    throw error;
  }
  const plainFiles = helper ? [] : files.map(({ path }) => path);
  return { notes: files.map((file) => fileNote(file, helper)), plainFiles, undo };
}

/** Puts a file back as it is now. */
async function restoring(path: string): Promise<() => Promise<void>> {
  const before = await readFile(path, 'utf8').catch(() => undefined); // none, or one that the write will complain about
  return () => (before === undefined ? removeFile(path) : replaceFile(path, before));
}

function fileNote({ engine, kind, path }: EngineFile, isHelper: boolean): string {
  if (isHelper) return `Login for ${engine}: not stored, ${path} sends it to ${OWN_HELPER_PROGRAM}`;
  const restart = kind === 'docker' ? '' : `; restart ${engine} to make it look`;
  const isIncluded = kind === 'containerd' ? ', which its config.toml must import' : '';
  return `Login for ${engine}: in ${path}${isIncluded} (not encrypted)${restart}`;
}

/** Gives the login to the docker config, and says where it went. */
async function storeInDocker(
  { dockerConfig }: Services,
  { host, username, password, instance }: LoginPlan,
): Promise<StoredLogin> {
  const before = (await dockerConfig.get(host))?.login;
  const change = await dockerConfig.set(host, { kind: 'password', username, password });
  const undo = () => (before ? dockerConfig.set(host, before) : dockerConfig.erase(host));
  const { path } = dockerConfig;
  return {
    notes: [storeNote(change, path, whatIsStored(instance))],
    plainFiles: change.helper === undefined ? [path] : [],
    undo,
  };
}

/** Sends docker to our helper for this host, and stores no login. */
async function storeHelper({ dockerConfig }: Services, { host, instance }: LoginPlan): Promise<StoredLogin> {
  const before = await dockerConfig.helperFor(host);
  const login = before === undefined ? (await dockerConfig.get(host))?.login : undefined;
  await dockerConfig.setHelper(host, OWN_HELPER);
  const undo = async () => {
    await dockerConfig.setHelper(host, before);
    if (login !== undefined) await dockerConfig.set(host, login);
  };
  const note = `${whatIsStored(instance)}: not stored, ${dockerConfig.path} sends docker to ${OWN_HELPER_PROGRAM}`;
  return { notes: [note], plainFiles: [], undo };
}

/** A login of an instance does not follow from a key. */
const whatIsStored = (instance: LoginPlan['instance']): string => (instance === undefined ? 'Login key' : 'Credential');

function storeNote({ helper }: DockerConfigChange, path: string, what: string): string {
  if (helper === OWN_HELPER) return `${what}: not stored, ${path} sends docker to docker-credential-${helper}`;
  if (helper !== undefined) return `${what}: kept by docker-credential-${helper}, as ${path} says`;
  return `${what}: in ${path} (base64, not encrypted)`;
}

/**
 * Takes back what `--for` wrote for a host, where it is still what was written.
 *
 * @param profile undefined: whoever wrote it.
 * @returns what was removed, a line each.
 */
export async function takeBack(
  { settings, dockerConfig }: Services,
  host: string,
  profile?: string,
): Promise<string[]> {
  const record = createLoginRecord(settings.configDir);
  const all = (await record.list()).filter((one) => one.host === host);
  const mine = all.filter((one) => profile === undefined || (one.profile ?? profile) === profile);
  if (mine.length === 0) return [];
  const notes: string[] = [];
  for (const { engine, kind, path, fingerprint } of mine) {
    const file = openLoginFile(kind, path, dockerConfig.env);
    const now = await file.fingerprint(host);
    if (now === fingerprint) {
      await file.erase(host);
      notes.push(`Removed the login to ${host} for ${engine} from ${path}`);
    } else if (now !== undefined) {
      notes.push(`The login to ${host} in ${path} stays: it is another one than login wrote`);
    }
  }
  await record.remove(mine);
  return notes;
}
