import type { Command } from 'commander';
import { TOPIC_NAMES } from '../../src/commands/help/topic-names.ts';
import { runCli } from '../support/run.ts';

const INTRODUCTION = `# Commands

What \`swrctl COMMAND --help\` and \`swrctl help TOPIC\` say, on one page. It is written by \`npm run docs\` from
the command tree, and a test compares the two; so do not edit it by hand.
`;

/** docs/commands.md: a list of the commands by group, then the help of each, then the topics. */
export async function commandsPage(commands: readonly Command[]): Promise<string> {
  const all = commands.flatMap((command) => withSubcommands(command, []));
  const sections = await Promise.all([[], ...all.map(({ path }) => path)].map((path) => section(path, '--help')));
  const topics = await Promise.all(TOPIC_NAMES.map((topic) => section(['help', topic])));
  return `${INTRODUCTION}\n${tableOfContents(commands)}\n${[...sections, ...topics].join('\n')}`;
}

interface Found {
  readonly command: Command;
  /** The words that lead to it. */
  readonly path: readonly string[];
}

function withSubcommands(command: Command, above: readonly string[]): Found[] {
  const path = [...above, command.name()];
  return [{ command, path }, ...command.commands.flatMap((sub) => withSubcommands(sub, path))];
}

const anchor = (path: readonly string[]): string => ['swrctl', ...path].join('-');

function tableOfContents(commands: readonly Command[]): string {
  const groups = new Map<string, Command[]>();
  for (const command of commands) {
    const heading = command.helpGroup().replace(/:$/, '');
    groups.set(heading, [...(groups.get(heading) ?? []), command]);
  }
  return [...groups].map(([heading, members]) => `${heading}:\n\n${members.map(line).join('')}`).join('\n');
}

function line(command: Command): string {
  const verbs = command.commands.map((sub) => `[${sub.name()}](#${anchor([command.name(), sub.name()])})`);
  const list = verbs.length === 0 ? '' : ` (${verbs.join(', ')})`;
  return `- [${command.name()}](#${anchor([command.name()])}): ${command.description()}${list}\n`;
}

async function section(path: readonly string[], ...flags: readonly string[]): Promise<string> {
  const { stdout } = await runCli([...path, ...flags]);
  const heading = `${path.length > 1 ? '###' : '##'} ${['swrctl', ...path].join(' ')}`;
  return `${heading}\n\n\`\`\`text\n${stdout.trimEnd()}\n\`\`\`\n`;
}
