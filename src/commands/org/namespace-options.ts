import { Option, type Command } from 'commander';
import { SwrctlError } from '../../base/errors.ts';
import { NAMESPACE_FLAGS, type NamespaceFlags } from './namespace-settings.ts';

export type { NamespaceFlags } from './namespace-settings.ts';

const BLOCK_CHOICES = ['off', 'low', 'medium', 'high', 'critical'] as const;
const GROUP = 'Options for instances:';
const collect = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];

/** Settings that namespaces of an instance have, for the verbs that take them. */
export function withNamespaceOptions(command: Command, withAllowList = false): Command {
  const options = [
    new Option('--public', 'anyone may pull, if the instance lets anybody in'),
    new Option('--private', 'only those with a login may pull'),
    new Option('--auto-scan <switch>', 'scan what is pushed').choices(['on', 'off']),
    new Option('--block <severity>', 'refuse pulls of images with findings of this severity or a higher one').choices(
      BLOCK_CHOICES,
    ),
  ];
  const allow = [
    new Option(
      '--allow-cve <id>',
      'a finding that blocks no pull, in place of those so far; none: no more (repeatable)',
    ).argParser(collect),
    new Option('--allow-until <end>', 'until when these are allowed: a day, 30d or forever'),
  ];
  for (const option of [...options, ...(withAllowList ? allow : [])]) command.addOption(option.helpGroup(GROUP));
  return command;
}

/** @throws {SwrctlError} USAGE where they are given for an organization of the shared edition. */
export function refuseSettings(flags: NamespaceFlags): void {
  const said = NAMESPACE_FLAGS.find(([name]) => flags[name] !== undefined);
  if (said === undefined) return;
  throw new SwrctlError('USAGE', `${said[1]} is for namespaces of an instance, and the shared edition is in use`, {
    hint: 'Choose an instance with --instance NAME; a repository of the shared edition is opened by: swrctl repo set ORG/REPO --public',
  });
}
