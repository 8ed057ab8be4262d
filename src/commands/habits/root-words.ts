import { shapeOf, withoutTag, type Meant, type TypedLine } from './typed-line.ts';

const TAG = 'ORG/REPO:TAG';
const REPO = 'ORG/REPO';

const withTag = (name: string): string => (shapeOf(name) === 'tag' ? name : `${name}:latest`);

/** `ls`, `ls ORG`, `ls ORG/REPO`: the next level down. */
function below(name: string | undefined): Meant {
  if (name === undefined) return ['org', 'list'];
  return shapeOf(name) === 'org' ? ['repo', 'list', name] : ['tag', 'list', withoutTag(name)];
}

const tagsOf = (name = REPO): Meant => ['tag', 'list', withoutTag(name)];
const imagesOf = (name: string | undefined): Meant => (name === undefined ? ['repo', 'list'] : below(name));

const inspect = ({ operands: [name = TAG] }: TypedLine): Meant => ['inspect', name];

/** What stands behind `image` with docker, gh and kubectl. */
const IMAGE_VERBS: readonly (readonly [verb: RegExp, meant: (line: TypedLine) => Meant])[] = [
  [/^(?:ls|list)$/, ({ operands: [name] }) => imagesOf(name)],
  [/^(?:rm|remove|delete|del|prune)$/, ({ operands }) => rmi(operands)],
  [
    /^(?:show|get)$/,
    (line) => (shapeOf(line.operands[0] ?? '') === 'org' ? imagesOf(line.operands[0]) : inspect(line)),
  ],
  [/^(?:describe|view|inspect|history)$/, inspect],
  [/^(?:save|export)$/, save],
  [/^(?:load|import)$/, load],
  [/^tag$/, ({ operands }) => retag(operands)],
  [
    /^push$/,
    ({ operands: [image = TAG, ...more] }) => (more.length > 0 ? ['push', image, ...more] : ['push', '-', image]),
  ],
  [/^(?:build|add|create|new)$/, (line) => build(line)],
];

/** `image rm NAME`, `images ls ORG`, `image pull NAME`: the verb stands behind the noun. */
function image(line: TypedLine): Meant {
  const [verb = 'ls', ...operands] = line.operands;
  if (/^(?:pull|copy|check)$/.test(verb)) return [verb, ...(operands.length === 0 ? ['--help'] : operands)];
  const meant = IMAGE_VERBS.find(([pattern]) => pattern.test(verb))?.[1];
  return meant === undefined ? imagesOf(verb) : meant({ ...line, operands });
}

const rmi = (names: readonly string[]): Meant => [
  'tag',
  'remove',
  ...(names.length === 0 ? [TAG] : names.map(withTag)),
];
const build = ({ valueOf }: TypedLine): Meant => ['push', '-', valueOf('-t', '--tag') ?? TAG];

/** `profile use NAME`, `context rm NAME`, `contexts`. */
function profile({ operands: [verb = 'list', name = 'PROFILE'] }: TypedLine): Meant {
  if (/^(?:use|use-context|switch|set|select)$/.test(verb)) return ['auth', 'switch', name];
  if (/^(?:rm|remove|delete)$/.test(verb)) return ['auth', 'remove', name];
  return /^(?:show|current|current-context|get|inspect)$/.test(verb) ? ['auth', 'status'] : ['auth', 'list'];
}

/** docker's `save` names the output by a flag, others by the word behind the image. */
function save({ operands: [image = TAG, target], valueOf }: TypedLine): Meant {
  const file = valueOf('-o', '--output') ?? target;
  return ['pull', image, ...(file === undefined ? [] : ['-o', file])];
}

function load({ operands: [file, ...names], valueOf }: TypedLine): Meant {
  return ['push', valueOf('-i', '--input') ?? file ?? '-', ...names];
}

export function retag([source = TAG, target = 'NEW']: readonly string[]): Meant {
  const isHere = shapeOf(target) === 'org' || withoutTag(target) === withoutTag(source);
  const tag = target.slice(target.lastIndexOf(':') + 1);
  return isHere ? ['tag', 'add', withTag(source), tag] : ['copy', source, target];
}

/** Words at the place of a command, by the program that they come from. */
const WORDS: Readonly<Record<string, (line: TypedLine) => Meant>> = {
  // docker, podman
  ls: ({ operands: [name] }) => below(name),
  images: image,
  image,
  rmi: ({ operands }) => rmi(operands),
  save,
  export: save,
  load,
  import: load,
  history: inspect,
  search: () => ['repo', 'list'],
  info: () => ['auth', 'status'],
  build,
  // crane, skopeo, oras, regctl
  catalog: () => ['repo', 'list'],
  'list-tags': ({ operands: [name] }) => tagsOf(name),
  validate: ({ operands: [image = 'SOURCE'] }) => ['check', image],
  registry: () => ['emulator', 'start'],
  serve: () => ['emulator', 'start'],
  retag: ({ operands }) => retag(operands),
  'copy-tag': ({ operands }) => retag(operands),
  // gh, kubectl, aws, hcloud
  whoami: () => ['auth', 'status'],
  status: () => ['auth', 'status'],
  account: () => ['auth', 'status'],
  accounts: () => ['auth', 'list'],
  profile,
  profiles: profile,
  context: profile,
  contexts: profile,
  switch: ({ operands: [name = 'PROFILE'] }) => ['auth', 'switch', name],
  use: ({ operands: [name = 'PROFILE'] }) => ['auth', 'switch', name],
  token: ({ operands: [image = REPO] }) => ['auth', 'token', image],
  signin: () => ['login'],
  signout: () => ['logout'],
  configure: () => ['login'],
  init: () => ['login'],
  setup: () => ['login'],
  ping: () => ['doctor'],
  diagnose: () => ['doctor'],
  region: () => ['regions'],
  completions: () => ['completion', 'bash'],
  env: () => ['help', 'environment'],
  // words of the help that name a topic
  connection: () => ['help', 'connection'],
  environment: () => ['help', 'environment'],
  'exit-codes': () => ['help', 'exit-codes'],
  formatting: () => ['help', 'formatting'],
  limits: () => ['help', 'limits'],
};

/** What was meant by a word that is no command, where it is known. @param line what stands behind it */
export const meantByWord = (word: string, line: TypedLine): Meant | undefined =>
  Object.hasOwn(WORDS, word) ? WORDS[word]?.(line) : undefined;
