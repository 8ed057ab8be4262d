import { createHmac } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { startEmulator, type Emulator, type EmulatorOptions } from '../../src/emulator/emulator.ts';

/** A running emulator and what tests ask of it most. */
export interface TestEmulator extends Emulator {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** User and password for `docker login`; default the administrator in the default region. */
  readonly login: (ak?: string, sk?: string, project?: string) => { user: string; password: string };
  /** POSTs to `/_emulator/NAME`. */
  readonly control: (name: 'faults' | 'clock' | 'reset', body?: unknown) => Promise<void>;
  /** Answered calls, oldest first. */
  readonly calls: () => Promise<{ method: string; path: string; status: number }[]>;
  /** A registry token for these scopes. */
  readonly token: (scopes: readonly string[], login?: { user: string; password: string }) => Promise<string>;
}

/** `organizations` exist from the start, owned by the administrator. */
export type TestEmulatorOptions = EmulatorOptions & { organizations?: readonly string[] };

/** An emulator on a free port that closes with the test. */
export async function startTestEmulator(options: TestEmulatorOptions = {}): Promise<TestEmulator> {
  const emulator = await createTestEmulator(options);
  onTestFinished(() => emulator.close());
  return emulator;
}

/** The same for several tests; the caller closes it. */
export async function createTestEmulator(options: TestEmulatorOptions = {}): Promise<TestEmulator> {
  const { organizations, ...rest } = options;
  const seed = organizations && `organizations: [${organizations.map((name) => `{ name: ${name} }`).join(', ')}]`;
  const emulator = await startEmulator({ port: 0, ...(seed === undefined ? {} : { seed }), ...rest });
  const { info } = emulator;
  const url = info.endpoint;
  const login: TestEmulator['login'] = (ak = info.ak, sk = info.sk, project = info.project) => ({
    user: `${project}@${ak}`,
    password: createHmac('sha256', sk).update(ak).digest('hex'),
  });
  return {
    ...emulator,
    url,
    login,
    control: async (name, body) => {
      const headers = { 'content-type': 'application/json' };
      const reply = await fetch(`${url}/_emulator/${name}`, {
        ...{ method: 'POST', headers, body: JSON.stringify(body ?? {}) },
      });
      if (!reply.ok) throw new Error(`${name}: ${reply.status} ${await reply.text()}`);
    },
    calls: async () => (await (await fetch(`${url}/_emulator/log`)).json()) as never,
    token: async (scopes, { user, password } = login()) => {
      const query = scopes.map((scope) => `scope=${encodeURIComponent(scope)}`).join('&');
      const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
      const reply = await fetch(`${url}/swr/auth/v2/registry/auth/?${query}`, { headers: { authorization } });
      if (!reply.ok) throw new Error(`token: ${reply.status} ${await reply.text()}`);
      return ((await reply.json()) as { token: string }).token;
    },
  };
}
