import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { itWith } from './support/peers.ts';
import { BIN, spawnCli } from './support/run.ts';
import { tempDir } from './support/temp-dir.ts';

const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as {
  version: string;
};

const shell = (command: string): { stdout: string; stderr: string; status: number | null } =>
  spawnSync('sh', ['-c', `swrctl() { "$NODE" "$BIN" "$@"; }; ${command}`], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], NODE: process.execPath, BIN },
  });

describe('the program as a process', () => {
  it('prints its version', async () => {
    expect(await spawnCli(['--version'])).toEqual({ stdout: `${version}\n`, stderr: '', exitCode: 0 });
  });

  it('ends with 2 for wrong usage', async () => {
    const { stdout, stderr, exitCode } = await spawnCli(['nonsense']);
    expect(stderr).toBe('Error: unknown command "nonsense"\nHint: Run: swrctl --help\n');
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
  });

  it('loses nothing of what it writes into a slow pipe', () => {
    const whole = execFileSync(process.execPath, [BIN, 'completion', 'zsh']);
    const { stdout } = shell('swrctl completion zsh | dd bs=1 2>/dev/null | wc -c');
    expect(Number(stdout)).toBe(whole.length);
  });

  it('ends quietly with 0 when the reader of its output has gone', () => {
    const { stdout, stderr } = shell('{ swrctl help environment; echo "status $?" >&2; } | true');
    expect(stdout).toBe('');
    expect(stderr).toBe('status 0\n');
  });

  it('reports a full disk behind stdout', () => {
    const { stderr, status } = shell('swrctl version > /dev/full');
    expect(stderr).toMatch(/^Error: the disk is full\nCause: ENOSPC[^\n]*\nHint: [^\n]*\n$/);
    expect(status).toBe(1);
  });

  it('works with stdout and stderr closed', () => {
    expect(shell('swrctl version >&- 2>&-; echo $?').stdout).toMatch(/^\d+\n$/);
  });

  it.each([
    { signal: 'SIGINT' as const, status: 130, word: 'interrupted' },
    { signal: 'SIGTERM' as const, status: 143, word: 'terminated' },
  ])('ends with $status after $signal, whatever it is waiting for', async ({ signal, status, word }) => {
    const server = createServer(); // takes the connection and never answers
    onTestFinished(() => void server.close());
    const connected = once(server, 'connection');
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const folder = await tempDir();
    const child = spawn(process.execPath, [BIN, 'pull', `127.0.0.1:${port}/team/web:v1`, '-o', 'web.tar'], {
      cwd: folder,
      env: { PATH: process.env['PATH'], HOME: folder, SWRCTL_CONFIG_DIR: folder },
    });
    const stderr = text(child.stderr);
    const closed = once(child, 'close');
    await connected;
    child.kill(signal);
    const [code] = (await closed) as [number | null];
    expect(await stderr).toMatch(new RegExp(`^Error: ${word}\n`));
    expect(code).toBe(status);
  });

  itWith('tmux')('draws a table on a terminal', async () => {
    const { openTerminal } = await import('./support/terminal.ts');
    const terminal = openTerminal([process.execPath, BIN, 'version']);
    try {
      expect(await terminal.waitFor(/Arch:/)).toContain(`Version:   ${version}\nPlatform:  ${process.platform}\n`);
    } finally {
      terminal.close();
    }
  });
});
