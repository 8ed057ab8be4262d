import { Argument, Command } from 'commander';
import { SwrctlError } from '../../base/errors.ts';
import type { Context } from '../../app/world.ts';
import { ancestors } from '../options/setting-options.ts';
import { formatColumns } from './columns.ts';
import { examples } from './layout.ts';
import { isTopicName, TOPIC_NAMES, TOPICS, type TopicName } from './topic-names.ts';

export const help = (context: Context): Command =>
  new Command('help')
    .description('Explain a command or a topic')
    .addArgument(new Argument('[words...]', 'a command, or a topic'))
    .addHelpText(
      'after',
      `\nTOPICS\n${formatColumns(Object.entries(TOPICS))}\n${examples('swrctl help push', 'swrctl help environment')}`,
    )
    .action((words: readonly string[], _options: unknown, command: Command) => runHelp(context, words, command));

/** @throws {SwrctlError} USAGE when the words name neither a command nor a topic. */
export async function runHelp(context: Context, words: readonly string[], command: Command): Promise<void> {
  const [first] = words;
  if (first !== undefined && words.length === 1 && isTopicName(first)) {
    await context.output().text(await topicText(first));
    return;
  }
  const root = ancestors(command).at(-1) ?? command;
  findCommand(root, words).help();
}

function findCommand(root: Command, words: readonly string[]): Command {
  return words.reduce((parent, word) => {
    const found = parent.commands.find((child) => child.name() === word || child.aliases().includes(word));
    if (found !== undefined) return found;
    throw new SwrctlError('USAGE', `there is no command or topic "${words.join(' ')}"`, {
      hint: `Run: swrctl --help, or choose a topic: ${TOPIC_NAMES.join(', ')}`,
    });
  }, root);
}

async function topicText(name: TopicName): Promise<string> {
  switch (name) {
    case 'environment':
      return (await import('./environment.ts')).environmentTopic();
    case 'exit-codes':
      return (await import('./exit-codes.ts')).exitCodesTopic();
    case 'formatting':
      return (await import('./guides.ts')).formattingTopic();
    case 'limits':
      return (await import('./guides.ts')).limitsTopic();
    case 'permissions':
      return (await import('./guides.ts')).permissionsTopic();
  }
}
