import type { EmulatorOptions } from '../../../src/emulator/emulator.ts';
import { openAccountShell, type AccountShell } from '../../support/account-shell.ts';
import type { RunOptions, RunResult } from '../../support/run.ts';
import { sendJson, startServer, type SeenRequest } from '../../support/scripted-server.ts';

/** The instance that is there from the start. */
export const INSTANCE = 'team-ci';

export interface InstanceShell extends AccountShell {
  /** The same without an instance in use. */
  readonly runShared: AccountShell['run'];
  /** What a command prints as JSON. Fails when it fails. */
  readonly json: <T>(args: readonly string[], options?: RunOptions) => Promise<T>;
  /** Management calls that changed something, oldest first: `POST /v2/…`. */
  readonly writes: () => Promise<string[]>;
}

/** An emulator with an instance, which is in use by environment. Jobs are over at once. */
export async function openInstanceShell(options: EmulatorOptions = {}): Promise<InstanceShell> {
  const shell = await openAccountShell({ instances: [INSTANCE], jobTimeMs: 0, ...options });
  const env = {
    ...shell.env,
    SWRCTL_INSTANCE: INSTANCE,
    SWRCTL_CACHE_DIR: `${shell.home}/cache`,
    SWRCTL_PROJECT_ID: shell.emulator.info.projectId,
  };
  const run = (args: readonly string[], more: RunOptions = {}): Promise<RunResult> => shell.run(args, { env, ...more });
  return {
    ...shell,
    ...{ env, run },
    runShared: (args, more = {}) => run(args, { env: { ...env, SWRCTL_INSTANCE: 'none' }, ...more }),
    json: async <T>(args: readonly string[], more: RunOptions = {}): Promise<T> => {
      const { stdout, stderr, exitCode } = await run([...args, '-o', 'json'], more);
      if (exitCode !== 0) throw new Error(stderr);
      return JSON.parse(stdout) as T;
    },
    writes: async () =>
      (await shell.emulator.calls())
        .filter(({ method, path }) => method !== 'GET' && path.startsWith('/v2/'))
        .map(({ method, path }) => `${method} ${path}`),
  };
}

/** Asks nothing over a terminal: what is typed, line by line. */
export const typing = (...lines: readonly string[]): RunOptions => ({
  tty: true,
  stdin: lines.map((line) => `${line}\n`).join(''),
});

/**
 * swrctl with the instance of a service that answers each call with what `answer` gives; the list of instances is known.
 */
export async function scripted(answer: (request: SeenRequest) => unknown): Promise<AccountShell['run']> {
  const instance = { id: 'i1', name: INSTANCE, status: 'Running', access_address: 'registry.example' };
  const server = await startServer((request, response) => {
    sendJson(response, 200, answer(request) ?? { instances: [instance], total: 1 });
  });
  const { run, env } = await openInstanceShell();
  return (args, more = {}) => run(args, { env: { ...env, SWRCTL_ENDPOINT: server.origin }, ...more });
}
