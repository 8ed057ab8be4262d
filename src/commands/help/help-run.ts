import { SwrctlError } from '../../base/errors.ts';
import type { Context } from '../../app/world.ts';
import { connectionTopic } from './connection.ts';
import { environmentTopic } from './environment.ts';
import { exitCodesTopic } from './exit-codes.ts';
import { formattingTopic, limitsTopic, permissionsTopic } from './guides.ts';
import { isTopicName, TOPIC_NAMES, type TopicName } from './topic-names.ts';

/** What help needs of a command. */
interface HelpNode {
  readonly commands: readonly HelpNode[];
  readonly name: () => string;
  readonly aliases: () => readonly string[];
  /** Prints its help and ends. */
  readonly help: () => void;
}

export interface HelpOptions {
  /** A topic, or the words of a command. */
  readonly words: readonly string[];
  /** Of the command tree. */
  readonly root: HelpNode;
}

const TOPIC_TEXTS: Readonly<Record<TopicName, () => string>> = {
  connection: connectionTopic,
  environment: environmentTopic,
  'exit-codes': exitCodesTopic,
  formatting: formattingTopic,
  limits: limitsTopic,
  permissions: permissionsTopic,
};

/** `swrctl help`. @throws {SwrctlError} USAGE when the words name neither a command nor a topic. */
export async function runHelp(context: Context, { words, root }: HelpOptions): Promise<void> {
  const [first] = words;
  if (first !== undefined && words.length === 1 && isTopicName(first)) {
    await context.output().text(TOPIC_TEXTS[first]());
    return;
  }
  findCommand(root, words).help();
}

function findCommand(root: HelpNode, words: readonly string[]): HelpNode {
  return words.reduce((parent, word) => {
    const found = parent.commands.find((child) => child.name() === word || child.aliases().includes(word));
    if (found !== undefined) return found;
    throw new SwrctlError('USAGE', `there is no command or topic "${words.join(' ')}"`, {
      hint: `Run: swrctl --help, or choose a topic: ${TOPIC_NAMES.join(', ')}`,
    });
  }, root);
}
