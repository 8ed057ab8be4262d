import { Option, type Command } from 'commander';
import { SwrctlError } from '../../base/errors.ts';
import { REPOSITORY_CATEGORIES } from '../../model/repository.ts';

/** As commander gives them. */
export interface RepoSettingFlags {
  readonly public?: boolean;
  readonly private?: boolean;
  readonly category?: string;
  readonly description?: string;
}

/** What was asked for; absent: as it is. */
export interface RepoChanges {
  readonly public?: boolean;
  readonly category?: string;
  readonly description?: string;
}

/** What a write is asked to do. */
export interface RepoWriteOptions {
  /** `org/repo` each. */
  readonly repositories: readonly string[];
  readonly changes: RepoChanges;
}

/** The attributes of a repository, for the verbs that take them. */
export function withRepoSettings(command: Command): Command {
  return command
    .option('--public', 'anyone may pull, without a login')
    .option('--private', 'only those with a permission may pull')
    .addOption(new Option('--category <category>', 'what the image is').choices(REPOSITORY_CATEGORIES))
    .option('--description <text>', 'free text');
}

/** @throws {SwrctlError} USAGE for --public with --private. */
export function repoChanges(flags: RepoSettingFlags): RepoChanges {
  const { category, description } = flags;
  if (flags.public === true && flags.private === true) {
    throw new SwrctlError('USAGE', '--public and --private contradict each other', { hint: 'Give one of them' });
  }
  return {
    ...(flags.public === true ? { public: true } : flags.private === true ? { public: false } : {}),
    ...(category === undefined ? {} : { category }),
    ...(description === undefined ? {} : { description }),
  };
}
