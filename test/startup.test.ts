import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { spawnCli } from './support/run.ts';
import { tempDir } from './support/temp-dir.ts';

const HOOK = pathToFileURL(join(import.meta.dirname, 'support/list-modules.js')).href;

/** What a real process loads for a command line, once each: addresses, paths and parts of Node. */
async function modulesFor(args: readonly string[], expected = 0): Promise<string[]> {
  const list = join(await tempDir(), 'modules');
  const { exitCode } = await spawnCli(args, { nodeArgs: ['--import', HOOK], env: { MODULE_LIST: list } });
  expect(exitCode).toBe(expected);
  return [...new Set(readFileSync(list, 'utf8').trim().split('\n'))];
}

function packagesIn(modules: readonly string[]): string[] {
  const names = modules.map((url) => /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1]);
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}

const isOurs = (url: string): boolean => url.includes('/dist/');

describe('starting', () => {
  it.each([
    { args: ['--version'] },
    { args: ['--help'] },
    { args: ['version', '--help'] },
    { args: ['version'] },
    { args: ['help', 'environment'] },
    { args: ['completion', 'bash'] },
  ])('loads no package for $args', async ({ args }) => {
    expect(packagesIn(await modulesFor(args))).toEqual([]);
  });

  it.each([{ args: ['--version'] }, { args: ['tag', 'list', '--help'] }, { args: ['push', '--help'] }])(
    'opens two files of the bundle and few modules of Node for $args',
    async ({ args }) => {
      const modules = await modulesFor(args);
      expect(modules.filter(isOurs)).toHaveLength(2);
      expect(modules).not.toContain('node:child_process');
      expect(modules.filter((url) => url.startsWith('node:')).length).toBeLessThanOrEqual(10);
    },
  );

  it.each([
    { args: ['version', '-o', 'table'], name: 'cli-table3' },
    { args: ['version', '-o', 'yaml'], name: 'yaml' },
    { args: ['version', '--query', 'version'], name: '@jmespath-community/jmespath' },
    { args: ['version', '-o', 'table', '--color=always'], name: 'chalk' },
  ])('loads $name when $args needs it', async ({ args, name }) => {
    expect(packagesIn(await modulesFor(args))).toContain(name);
  });

  it('loads no package to ask a registry', async () => {
    const unreachable = ['digest', '127.0.0.1:1/team/app:v1', '--retries', '0'];
    expect(packagesIn(await modulesFor(unreachable, 1))).toEqual([]);
  });
});
