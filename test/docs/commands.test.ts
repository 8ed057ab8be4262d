import { join } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import type { Context } from '../../src/app/world.ts';
import { jsonFieldsOf } from '../../src/commands/options/output-options.ts';
import { commandTree } from '../../src/commands/tree.ts';
import { runCli } from '../support/run.ts';
import { commandsPage } from './commands-page.ts';

/** Only actions look into the context, and none runs here. */
const commands = commandTree({} as Context);

const leavesOf = (command: Command, path: readonly string[] = []): { path: string[]; command: Command }[] => {
  const here = [...path, command.name()];
  return command.commands.length === 0
    ? [{ path: here, command }]
    : command.commands.flatMap((sub) => leavesOf(sub, here));
};
const leaves = commands
  .flatMap((command) => leavesOf(command))
  .map(({ path, command }) => ({ name: path.join(' '), path, command }));
const management = leaves.filter(({ path: [noun = ''] }) =>
  ['org', 'repo', 'tag', 'perm', 'share', 'trigger', 'retention', 'sync', 'quota', 'usage', 'api'].includes(noun),
);

describe('docs/commands.md', () => {
  // Written by: npm run docs
  it('is what the command tree says', async () => {
    await expect(await commandsPage(commands)).toMatchFileSnapshot(join(import.meta.dirname, '../../docs/commands.md'));
  });
});

describe('help of the management commands', () => {
  it.each(management)('of $name has two examples of itself', async ({ path, name }) => {
    const { stdout } = await runCli([...path, '--help']);
    const [, examples = ''] = stdout.split('\nEXAMPLES\n');
    const lines = examples.split('\n\n')[0]?.trim().split('\n') ?? [];
    expect(lines.length).toBeGreaterThanOrEqual(2);
    for (const line of lines) expect(line.trim()).toMatch(new RegExp(`^\\$ .*\\bswrctl ${name}\\b`));
  });

  it.each(management.filter(({ path }) => !['remove', 'api'].includes(path.at(-1) ?? '')))(
    'of $name documents its JSON fields',
    ({ command }) => {
      expect(jsonFieldsOf(command)?.length).toBeGreaterThan(0);
    },
  );

  it.each(management)('of $name takes the usual aliases', ({ path, command }) => {
    const aliases: Record<string, string[]> = {
      list: ['ls'],
      show: ['get'],
      add: ['create'],
      set: ['update', 'edit'],
      remove: ['rm', 'delete'],
    };
    expect(command.aliases()).toEqual(aliases[path.at(-1) ?? ''] ?? []);
  });
});
