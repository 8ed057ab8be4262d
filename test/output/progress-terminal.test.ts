import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, onTestFinished } from 'vitest';
import { itWith } from '../support/peers.ts';
import { openTerminal, type Terminal, type TerminalOptions } from '../support/terminal.ts';

const FIXTURE = join(import.meta.dirname, 'terminal-fixture.ts');
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'swrctl-progress-'));
  const outfile = join(folder, 'fixture.mjs');
  await build({ entryPoints: [FIXTURE], outfile, bundle: true, format: 'esm', platform: 'node' });
});

afterAll(() => rm(folder, { recursive: true, force: true }));

function open(options: TerminalOptions = {}): Terminal {
  // What a test types must not stand between the bars.
  const command = 'stty -echo; exec "$0" "$1"';
  const terminal = openTerminal(['sh', '-c', command, process.execPath, join(folder, 'fixture.mjs')], options);
  onTestFinished(terminal.close);
  return terminal;
}

const step = (terminal: Terminal, name: string): void => {
  terminal.type(name);
  terminal.press('Enter');
};

const count = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length;

describe('progress on a real terminal', () => {
  itWith('tmux')('is redrawn in place', async () => {
    const terminal = open();
    await terminal.waitFor(/abababababab uploading .*25%[^]*cdcdcdcdcdcd downloading[^]*0 of 3 done/);
    step(terminal, 'finish');
    const screen = await terminal.waitFor(/cdcdcdcdcdcd done[^]*1 of 3 done/);
    expect(count(screen, /abababababab/g)).toBe(1);
    expect(screen).not.toContain('downloading');
  });

  itWith('tmux')('makes room for notes and data', async () => {
    const terminal = open();
    await terminal.waitFor(/0 of 3 done/);
    step(terminal, 'note');
    await terminal.waitFor(/a note between\n[^]*abababababab/);
    step(terminal, 'data');
    const screen = await terminal.waitFor(/data on stdout\n[^]*abababababab[^]*0 of 3 done/);
    expect(count(screen, /0 of 3 done/g)).toBe(1);
  });

  itWith('tmux')('fits into 40 columns, and goes on when the window is made smaller', async () => {
    const terminal = open({ columns: 100 });
    await terminal.waitFor(/uploading {3}\[=+>/);
    terminal.resize(40, 20);
    const screen = await terminal.waitFor(/uploading {3}(\[[=> ]+\])? *25%\s/);
    expect(Math.max(...screen.split('\n').map((line) => line.length))).toBeLessThanOrEqual(40);
    expect(count(screen, /of 3 done/g)).toBe(1);
  });

  itWith('tmux')('leaves nothing of its own behind', async () => {
    const terminal = open();
    await terminal.waitFor(/0 of 3 done/);
    step(terminal, 'stop');
    await expect.poll(terminal.screen).not.toContain('of 3 done');
  });

  itWith('tmux')('turns a spinner while one waits', async () => {
    const terminal = open();
    await terminal.waitFor(/0 of 3 done/);
    step(terminal, 'stop');
    step(terminal, 'spin');
    await terminal.waitFor(/asking the server/);
  });
});
