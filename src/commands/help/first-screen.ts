import type { Command, Option } from 'commander';
import { besideEachOther, formatColumns, wrap } from './columns.ts';
import { TOPIC_NAMES } from './topic-names.ts';

/** What a command is for, short enough for two columns of 80: the first screen is to be seen without scrolling. */
const SUMMARIES: Readonly<Record<string, string>> = {
  login: 'Log in to a registry',
  logout: 'Take back a login',
  auth: 'Saved logins and profiles',
  config: 'Defaults of the profile',
  doctor: 'Find out what is wrong',
  push: 'Archive to registry',
  pull: 'Registry to archive',
  copy: 'Registry to registry',
  check: 'What would stop a push',
  inspect: 'What an image is made of',
  diff: 'Compare two images',
  digest: 'Digest of a tag or image',
  manifest: 'Manifest, byte for byte',
  org: 'Organizations',
  repo: 'Repositories',
  tag: 'Tags of a repository',
  perm: 'What users may do',
  share: 'Share with accounts',
  trigger: 'Deploy what is pushed',
  retention: 'Rules that delete tags',
  sync: 'Copy to other regions',
  quota: 'What is left of quotas',
  usage: 'Storage and downloads',
  api: 'Call the management API',
  instance: 'Instances',
  artifact: 'What has a digest',
  credential: 'Logins of an instance',
  job: 'Work that takes time',
  network: 'Who reaches an instance',
  domain: 'Host names of an instance',
  label: 'Keys and values on things',
  audit: 'Who pulled, who pushed',
  k8s: 'Let a cluster pull',
  emulator: 'A local SWR to try out',
  regions: 'Known clouds and regions',
  explain: 'What an error means',
  completion: 'Complete words on Tab',
  version: 'Version and platform',
  help: 'A command or a topic',
};

/**
 * The help of the root: all commands, the global options, and where the rest is explained. 50 lines at 80 columns, so
 * that a terminal shows it as a whole.
 *
 * @param options those to show.
 */
export function firstScreen(root: Command, options: readonly Option[], width: number): string {
  const sections = [
    `USAGE\n  ${root.name()} COMMAND [options]`,
    wrap(root.description(), width).join('\n'),
    ...commandGroups(root, width),
    `GLOBAL OPTIONS\n${formatColumns(options.map(optionRow), width)}`,
    `LEARN MORE\n${formatColumns(learnMore(root.name()), width)}`,
  ];
  return `${sections.join('\n\n')}\n`;
}

function commandGroups(root: Command, width: number): string[] {
  const groups = new Map<string, (readonly [string, string])[]>();
  for (const command of root.commands) {
    const heading = command.helpGroup() === '' ? 'Commands:' : command.helpGroup();
    const row = [command.name(), SUMMARIES[command.name()] ?? command.description()] as const;
    groups.set(heading, [...(groups.get(heading) ?? []), row]);
  }
  const cells = besideEachOther([...groups.values()], width);
  return [...groups.keys()].map(
    (heading, index) => `${heading.replace(/:$/, '').toUpperCase()}\n${cells[index] ?? ''}`,
  );
}

const optionRow = ({ flags, description, argChoices }: Option): [string, string] => [
  flags,
  `${description.replace(/ \(default: [^)]*\)$/, '')}${argChoices === undefined ? '' : `: ${argChoices.join(', ')}`}`,
];

const learnMore = (program: string): [string, string][] => [
  [`${program} COMMAND --help`, 'what it does, its options, examples'],
  [`${program} help connection`, 'options for region, hosts, retries, certificates'],
  [`${program} help TOPIC`, TOPIC_NAMES.filter((name) => name !== 'connection').join(', ')],
];
