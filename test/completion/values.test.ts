import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WORDS } from '../../src/commands/completion/values.ts';
import { itWith } from '../support/peers.ts';
import { runCli } from '../support/run.ts';
import { completeInBash, completeInFish, completeInZsh } from './in-shells.ts';

/** The scripts of the real tree. */
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'swrctl-values-'));
  for (const shell of ['bash', 'fish', 'zsh', 'powershell']) {
    writeFileSync(join(folder, `swrctl.${shell}`), (await runCli(['completion', shell])).stdout);
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What is typed, the values that must be among those offered, and what zsh shows of them. */
const CASES = [
  { line: 'swrctl push a.tar --compression-level ', values: ['1', '12'] },
  { line: 'swrctl push a.tar --compressor ', values: ['auto', 'builtin', 'igzip', 'pigz'] },
  { line: 'swrctl pull a/b --platform linux/a', values: ['linux/amd64', 'linux/arm64'] },
  { line: 'swrctl org list --jobs ', values: ['1', '16'] },
  { line: 'swrctl login --for ', values: ['docker', 'podman'] },
  { line: 'swrctl share add a/b --until ', values: ['forever', '30d'] },
  { line: 'swrctl trigger test a/b --on ', values: ['all', 'regex=', 'tag='] },
  { line: 'swrctl check a.tar --limit ', values: ['layer=', 'tags='] },
  { line: 'swrctl api ', values: ['DELETE', 'GET'] },
  { line: 'swrctl help ', values: ['connection', 'push'] },
] as const;

describe('values of options and arguments', () => {
  itWith('bash').each(CASES)('are offered by bash for "$line"', async ({ line, values }) => {
    expect(await completeInBash(line.split(' '), { folder })).toEqual(expect.arrayContaining([...values]));
  });

  itWith('fish').each(CASES)('are offered by fish for "$line"', async ({ line, values }) => {
    expect(await completeInFish(line, { folder })).toEqual(expect.arrayContaining([...values]));
  });

  itWith('tmux', 'zsh').each(CASES)('are offered by zsh for "$line"', async ({ line, values }) => {
    const sees = new RegExp(values.map((value) => `(?=[^]*[\\s/]${value})`).join(''));
    expect(await completeInZsh(line, sees, { folder })).toMatch(sees);
  });

  it.each(Object.keys(WORDS))('are known for %s, which some command takes', async (name) => {
    const { stdout } = await runCli(['completion', 'powershell']);
    const flag = /^--[a-z-]+/.exec(name)?.[0];
    expect(stdout).toContain(WORDS[name]?.map((word) => `'${word}'`).join(', '));
    if (flag !== undefined) expect(stdout).toMatch(new RegExp(`'[ a-z0-9-]* ${flag}' = @\\(`));
  });
});

describe('descriptions of options', () => {
  const LEVEL = 'from 1 (fast) to 12 (small); igzip to 3';

  itWith('fish')('say in fish what values they take', async () => {
    expect(await completeInFish('swrctl push --compression', { folder })).toEqual([
      '--compression\trepack all layers: gzip, zstd, none',
      expect.stringContaining(`--compression-level\t${LEVEL}`),
    ]);
  });

  itWith('tmux', 'zsh')('say in zsh what values they take', async () => {
    const screen = await completeInZsh('swrctl push --compression', /--compression-level +-- /, { folder });
    expect(screen).toContain(LEVEL);
    expect(screen).toMatch(/--compression +-- repack all layers: gzip, zstd, none/);
  });

  itWith('tmux', 'zsh')('are shown by zsh where only the user knows the value', async () => {
    const sees = /<digest>: push only if the tag has this digest now/;
    expect(await completeInZsh('swrctl push a.tar --if-digest ', sees, { folder })).toMatch(sees);
  });
});
