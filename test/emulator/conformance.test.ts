import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it, vi } from 'vitest';
import { accountEnv } from '../support/account.ts';
import { startTestEmulator, type TestEmulator } from '../support/emulator.ts';
import type { RunResult } from '../support/run.ts';
import { signedCall } from '../support/signed-call.ts';
import { tempDir } from '../support/temp-dir.ts';

const SCRIPT = join(import.meta.dirname, '../../scripts/conformance.js');

/** Starts `npm run conformance` with these arguments. */
function start(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [SCRIPT, ...args], {
    env: { PATH: process.env['PATH'], SWRCTL_METADATA_ENDPOINT: 'off', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const result = Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number>((resolve) => {
      child.on('close', (code, signal) => {
        resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
      });
    }),
  ]).then(([stdout, stderr, exitCode]): RunResult => ({ stdout, stderr, exitCode }));
  return { child, result };
}

async function organizationsOf(emulator: TestEmulator): Promise<string[]> {
  const { body } = await signedCall(emulator, { path: '/v2/manage/namespaces' });
  return (body as { namespaces: { name: string }[] }).namespaces.map(({ name }) => name);
}

const wasMade = async (emulator: TestEmulator): Promise<boolean> =>
  (await emulator.calls()).some(({ method, path, status }) => {
    return method === 'POST' && path === '/v2/manage/namespaces' && status === 201;
  });

describe('npm run conformance', () => {
  it('finds no difference between two emulators, and leaves nothing behind', async () => {
    const emulator = await startTestEmulator({ organizations: ['team'] });
    const { stdout, stderr, exitCode } = await start(['--endpoint', emulator.url]).result;
    expect(stdout).toMatch(/^swrctl \S+: (\d+) of \1 answers are alike\n$/);
    expect(stderr).toMatch(/Everything happens in the organization swrctl-conformance-[0-9a-f]{10}/);
    expect(exitCode).toBe(0);
    expect(await wasMade(emulator)).toBe(true);
    expect(await organizationsOf(emulator)).toEqual(['team']);
  });

  it('prints what differs and nothing of the account, and exits 10', async () => {
    const quirks = { 'helpful-errors': true, 'tags-null': false, 'oci-index-refused': false } as const;
    const emulator = await startTestEmulator({ organizations: ['team'], quirks });
    const { info } = emulator;
    // By a name that is no loopback one, so that the keys come from where those of an account come from.
    const url = info.endpoint.replace('127.0.0.1', '0.0.0.0');
    const env = { ...accountEnv(info, await tempDir()), SWRCTL_ENDPOINT: url, SWRCTL_REGISTRY: url };
    const { stdout, stderr, exitCode } = await start([], env).result;
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 10 });
    expect(stdout).toContain('POST /v2/manage/namespaces/ORG/repos/web/triggers (no such cluster)\n');
    expect(stdout).toContain('  service:  $.errors[].detail "cluster_id"\n  emulator: $.errors[].detail ""\n');
    expect(stdout).toContain('(application/vnd.oci.image.index.v1+json)\n  service:  status 201\n');
    const [org = 'none'] = /swrctl-conformance-[0-9a-f]+/.exec(stderr) ?? [];
    for (const secret of [info.ak, info.sk, info.projectId, info.account, info.user, org, emulator.login().password]) {
      expect(stdout.replaceAll('emulator:', '')).not.toContain(secret);
    }
    expect(await organizationsOf(emulator)).toEqual(['team']);
  });

  it.each([
    { signal: 'SIGINT' as const, exitCode: 130 },
    { signal: 'SIGTERM' as const, exitCode: 143 },
  ])('removes what it made after $signal', async ({ signal, exitCode }) => {
    const emulator = await startTestEmulator({ faults: ['stall:GET:*/overview@1'] });
    const { child, result } = start(['--endpoint', emulator.url]);
    await vi.waitFor(async () => expect(await wasMade(emulator)).toBe(true), { timeout: 30_000 });
    child.kill(signal);
    expect((await result).exitCode).toBe(exitCode);
    expect(await organizationsOf(emulator)).toEqual([]);
  });

  it.each(['reset:GET:*/overview@1', 'cut@10:GET:*/repos/web@1'])(
    'removes what it made when a call fails: %s',
    async (fault) => {
      const emulator = await startTestEmulator({ faults: [fault] });
      const { exitCode } = await start(['--endpoint', emulator.url]).result;
      expect(exitCode).toBe(1);
      expect(await wasMade(emulator)).toBe(true);
      expect(await organizationsOf(emulator)).toEqual([]);
    },
  );

  it('says how to remove what the service does not let go', async () => {
    const emulator = await startTestEmulator({ faults: ['403:DELETE:/v2/manage/namespaces/swrctl-*'] });
    const { stderr, exitCode } = await start(['--endpoint', emulator.url]).result;
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/The organization (\S+) is still there\n(?:.*\n)*.*swrctl org remove \1/);
  });

  it('asks nothing where no organization can be made', async () => {
    const emulator = await startTestEmulator({ quotas: { namespace: 0 } });
    const { stdout, stderr, exitCode } = await start(['--endpoint', emulator.url]).result;
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 1 });
    expect(stderr).toContain('cannot be made');
  });
});
