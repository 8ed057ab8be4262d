import { join } from 'node:path';
import type { EmulatorInfo } from '../../../src/emulator/emulator.ts';
import { startTestEmulator, type TestEmulator, type TestEmulatorOptions } from '../../support/emulator.ts';
import { accountEnv, testHome, type TestHome } from '../../support/login-home.ts';
import { runCli, type RunOptions, type RunResult } from '../../support/run.ts';

type InstanceInfo = EmulatorInfo['instances'][number];

/** Somebody with an access key in the environment, who is not logged in yet, and two instances. */
export interface TwoInstances {
  readonly emulator: TestEmulator;
  readonly home: TestHome;
  readonly env: Readonly<Record<string, string>>;
  readonly cacheDir: string;
  readonly teamCi: InstanceInfo;
  readonly other: InstanceInfo;
  readonly run: (args: readonly string[], options?: RunOptions) => Promise<RunResult>;
  /** What a command prints as JSON. */
  readonly json: <T>(args: readonly string[], options?: RunOptions) => Promise<T>;
  /** How many calls there were: `GET /v2/…`. */
  readonly asked: (pattern: RegExp) => Promise<number>;
}

/** @param more further variables. */
export async function openTwoInstances(
  more: Readonly<Record<string, string>> = {},
  options: TestEmulatorOptions = {},
): Promise<TwoInstances> {
  const instances = ['team-ci', 'other'];
  const emulator = await startTestEmulator({ instances, jobTimeMs: 0, organizations: ['team'], ...options });
  const home = await testHome();
  const cacheDir = join(home.dir, 'cache');
  const env = {
    ...home.env,
    ...accountEnv(emulator.info),
    SWRCTL_KEYCHAIN: 'off',
    SWRCTL_CACHE_DIR: cacheDir,
    ...more,
  };
  const run: TwoInstances['run'] = (args, given = {}) =>
    runCli(args, { env, cwd: home.dir, homeDir: home.dir, ...given });
  const [teamCi, other] = emulator.info.instances;
  if (teamCi === undefined || other === undefined) throw new Error('the emulator has no instances');
  const asked = async (pattern: RegExp): Promise<number> =>
    (await emulator.calls()).filter(({ method, path }) => pattern.test(`${method} ${path}`)).length;
  const json = async <T>(args: readonly string[], given?: RunOptions): Promise<T> => {
    const { stdout, stderr } = await run([...args, '-o', 'json'], given);
    if (stdout === '') throw new Error(stderr);
    return JSON.parse(stdout) as T;
  };
  return { emulator, home, env, run, json, asked, teamCi, other, cacheDir };
}

/** A profile as it is on the disk. */
export async function profileOf(home: TestHome, name: string): Promise<Record<string, unknown>> {
  const text = (await home.files()).get(`swrctl/profiles/${name}.json`);
  if (text === undefined) throw new Error(`there is no profile ${name}`);
  return JSON.parse(text) as Record<string, unknown>;
}

/** `user:password` in the docker config. */
export async function loginAt(home: TestHome, host: string): Promise<string | undefined> {
  const auth = (await home.dockerConfig())?.auths?.[host]?.auth;
  return auth === undefined ? undefined : Buffer.from(auth, 'base64').toString();
}
