import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { spawnCli } from './support/run.ts';
import { tempDir } from './support/temp-dir.ts';

const HOOK = pathToFileURL(join(import.meta.dirname, 'support/list-modules.js')).href;

/** The packages that a real process loads for a command line. */
async function packagesFor(...args: readonly string[]): Promise<string[]> {
  const list = join(await tempDir(), 'modules');
  const { exitCode } = await spawnCli(args, { nodeArgs: ['--import', HOOK], env: { MODULE_LIST: list } });
  expect(exitCode).toBe(0);
  const names = [...readFileSync(list, 'utf8').matchAll(/\/node_modules\/((?:@[^/]+\/)?[^/]+)\//g)].map(
    ([, name = '']) => name,
  );
  return [...new Set(names)].sort();
}

describe('starting', () => {
  it.each([
    { args: ['--version'] },
    { args: ['--help'] },
    { args: ['version', '--help'] },
    { args: ['version'] },
    { args: ['help', 'environment'] },
    { args: ['completion', 'bash'] },
  ])('loads no package but commander for $args', async ({ args }) => {
    expect(await packagesFor(...args)).toEqual(['commander']);
  });

  it.each([
    { args: ['version', '-o', 'table'], name: 'cli-table3' },
    { args: ['version', '-o', 'yaml'], name: 'yaml' },
    { args: ['version', '--query', 'version'], name: '@jmespath-community/jmespath' },
    { args: ['version', '-o', 'table', '--color=always'], name: 'chalk' },
  ])('loads $name when $args needs it', async ({ args, name }) => {
    expect(await packagesFor(...args)).toContain(name);
  });
});
