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

function removed({ operands }: Pick<TypedLine, 'operands'>): Meant {
  return ['tag', 'remove', ...(operands.length === 0 ? [TAG] : operands.map(withTag))];
}

/** `images`, `images team`, and docker's `image VERB`. */
function images(line: TypedLine): Meant {
  const [first = '', ...rest] = line.operands;
  const ofVerb = Object.hasOwn(IMAGE_VERBS, first) ? IMAGE_VERBS[first] : undefined;
  return ofVerb === undefined ? imagesOf(line.operands[0]) : ofVerb({ ...line, operands: rest });
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

/** What docker has behind `image`. */
const IMAGE_VERBS: Readonly<Record<string, (line: TypedLine) => Meant>> = {
  ls: ({ operands: [name] }) => imagesOf(name),
  list: ({ operands: [name] }) => imagesOf(name),
  rm: removed,
  remove: removed,
  save,
  load,
  import: load,
  tag: ({ operands }) => retag(operands),
  pull: ({ operands: [image = TAG] }) => ['pull', image],
  push: ({ operands: [image = TAG] }) => ['push', '-', image],
  inspect: ({ operands: [image = TAG] }) => ['inspect', image],
  history: ({ operands: [image = TAG] }) => ['inspect', image],
};

/** Words at the place of a command, by the program that they come from. */
const WORDS: Readonly<Record<string, (line: TypedLine) => Meant>> = {
  // docker, podman
  ls: ({ operands: [name] }) => below(name),
  images,
  image: images,
  rmi: removed,
  save,
  export: save,
  load,
  import: load,
  history: ({ operands: [image = TAG] }) => ['inspect', image],
  search: () => ['repo', 'list'],
  info: () => ['auth', 'status'],
  build: ({ valueOf }) => ['push', '-', valueOf('-t', '--tag') ?? TAG],
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
  profile: () => ['auth', 'list'],
  profiles: () => ['auth', 'list'],
  context: () => ['auth', 'list'],
  contexts: () => ['auth', 'list'],
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
