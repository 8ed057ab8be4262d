import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { EmulatorInfo } from '../../../src/emulator/emulator.ts';
import { SwrctlError } from '../../../src/base/errors.ts';
import { startTestEmulator } from '../../support/emulator.ts';
import { accountEnv } from '../../support/login-home.ts';
import { runCli, type RunOptions, type RunResult } from '../../support/run.ts';

/** `emulator start` until `work` is over, which gets the ready line. */
async function runWhile(
  args: readonly string[],
  options: RunOptions,
  work: (info: EmulatorInfo) => Promise<void>,
): Promise<RunResult> {
  const stop = new AbortController();
  const stdout = new PassThrough();
  const command = ['emulator', 'start', '--port', '0', '-o', 'json', ...args];
  const ended = runCli(command, { ...options, stdout, signal: stop.signal });
  const [line] = (await once(stdout, 'data')) as [Buffer];
  await work(JSON.parse(line.toString()) as EmulatorInfo);
  stop.abort(new SwrctlError('INTERRUPTED', 'interrupted'));
  return ended;
}

const hex = 'ab'.repeat(32);

async function visit({ endpoint }: EmulatorInfo): Promise<void> {
  await fetch(`${endpoint}/v2/`);
  await fetch(`${endpoint}/v2/team/app/blobs/sha256:${hex}?token=hidden`, { method: 'HEAD' });
  await fetch(`${endpoint}/_emulator/info`);
}

describe('emulator start on a terminal', () => {
  it('shows a line for each request, digests in twelve digits, nothing of a query', async () => {
    const { stderr, exitCode } = await runWhile([], { tty: true }, visit);
    const lines = stripVTControlCharacters(stderr)
      .split('\n')
      .filter((line) => line.includes('/v2/'));
    expect(lines.map((line) => line.replace(/^\s*\d\d:\d\d:\d\d /, ''))).toEqual([
      'GET    401 /v2/',
      'HEAD   401 /v2/team/app/blobs/sha256:abababababab',
    ]);
    expect(stderr).not.toContain('hidden');
    expect(exitCode).toBe(0);
  });

  it('names the fault that struck, also where the connection was cut', async () => {
    const faults = ['--fault', '503:GET:/v2/@1', '--fault', 'reset:GET:/v2/team/*@1'];
    const { stderr } = await runWhile(faults, { tty: true }, async ({ endpoint }) => {
      await fetch(`${endpoint}/v2/`);
      await expect(fetch(`${endpoint}/v2/team/app/tags/list`)).rejects.toThrow();
    });
    expect(stderr).toMatch(/GET {4}503 \/v2\/ \(fault: status\)\n/);
    expect(stderr).toMatch(/GET {4}cut \/v2\/team\/app\/tags\/list \(fault: reset\)\n/);
  });

  it.each([
    { name: 'with --quiet', args: ['--quiet'], options: { tty: true } },
    { name: 'in a pipe', args: [], options: {} },
  ])('shows none $name', async ({ args, options }) => {
    const { stderr, exitCode } = await runWhile(args, options, visit);
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  });
});

describe('emulator start on a port that is taken', () => {
  const start = (port: number): Promise<RunResult> => runCli(['emulator', 'start', '--port', String(port)]);

  it('says so of another emulator, and how to use that one', async () => {
    const { info } = await startTestEmulator();
    const port = Number(new URL(info.endpoint).port);
    const { stdout, stderr, exitCode } = await start(port);
    expect(stderr).toContain(`Error: Another emulator runs on port ${port} already\n`);
    expect(stderr).toContain(`swrctl emulator env --port ${port}`);
    expect(stderr).toContain('swrctl emulator start --port 0');
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 1 });
  });

  it.each([
    { name: 'a program that answers something else', greeting: 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n[]' },
    { name: 'a program that hangs up', greeting: undefined },
  ])('says so of $name', async ({ greeting }) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.end(greeting ?? '');
    });
    onTestFinished(() => void server.close());
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const { stderr, exitCode } = await start(port);
    expect(stderr).toContain(`Error: Port ${port} of 127.0.0.1 is in use by another program\n`);
    expect(stderr).toMatch(/Hint: [^\n]*swrctl emulator start --port 0\n/);
    expect(exitCode).toBe(1);
  });

  it('does not call an address of another machine a matter of the port', async () => {
    const { stderr, exitCode } = await runCli(['emulator', 'start', '--host', '192.0.2.1', '--port', '0']);
    expect(stderr).toMatch(/192\.0\.2\.1:0 cannot be listened on\n[^]*--host/);
    expect(exitCode).toBe(1);
  });
});

describe('wrong flags of the emulator', () => {
  it.each(
    ['start', 'env'].flatMap((verb) => ['99999', '65536', '-5', 'abc', '1.5', ''].map((port) => ({ verb, port }))),
  )('are wrong usage: $verb --port $port', async ({ verb, port }) => {
    const { stdout, stderr, exitCode } = await runCli(['emulator', verb, '--port', port]);
    const least = verb === 'start' ? 0 : 1;
    expect(stderr).toContain(`--port is "${port}", expected a whole number, ${least} to 65535\n`);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
  });

  it.each(['organizations=3', 'constructor=1', 'organization=', 'organization=-1'])(
    'are wrong usage: start --quota %s',
    async (quota) => {
      const { exitCode } = await runCli(['emulator', 'start', '--port', '0', '--quota', quota]);
      expect(exitCode).toBe(2);
    },
  );
});

describe('emulator start --quota', () => {
  it.each(['organization', 'namespace', 'repository', 'tag'])('takes the name %s', async (name) => {
    const shown = name === 'namespace' ? 'organization' : name;
    await runWhile(['--quota', `${name}=61`], {}, async (info) => {
      const env = accountEnv(info);
      const { stdout } = await runCli(['quota', '--json=name,limit'], { env });
      expect(JSON.parse(stdout)).toContainEqual({ name: shown, limit: 61 });
    });
  });
});

describe('emulator env', () => {
  it('waits for an emulator that is just starting', async () => {
    const probe = createServer();
    await once(probe.listen(0, '127.0.0.1'), 'listening');
    const { port } = probe.address() as AddressInfo;
    probe.close();
    await once(probe, 'close');
    const asked = runCli(['emulator', 'env', '--port', String(port)]);
    await startTestEmulator({ port });
    const { stdout, exitCode } = await asked;
    expect(stdout).toContain(`export SWRCTL_REGISTRY='127.0.0.1:${port}'\n`);
    expect(exitCode).toBe(0);
  });
});
