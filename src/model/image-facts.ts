import { object, optional, parseJson, record } from '../base/decode.ts';
import type { ConfigNode } from './content.ts';
import type { ImageConfig } from './image-config.ts';
import { formatPlatform } from './platform.ts';

/** Config keys that ImageConfig has in words of its own, or that stand for layers and history. */
const KNOWN = {
  image: ['os', 'architecture', 'variant', 'os.version', 'created', 'author', 'rootfs', 'history', 'config'],
  defaults: ['Env', 'Entrypoint', 'Cmd', 'User', 'WorkingDir', 'Labels', 'ExposedPorts', 'Volumes'],
};

/**
 * Everything that a config says but layers and history, one text per fact: `platform`, `env.PATH`, `cmd`,
 * `labels.version`, and by their own keys the parts that swrctl has no word for (`config.StopSignal`). Empty values
 * and absent ones are the same. The config of an artifact is one fact, its digest.
 */
export function imageFacts({ bytes, descriptor, image }: ConfigNode): ReadonlyMap<string, string> {
  if (image === undefined) return new Map([['config', `${descriptor.mediaType} ${descriptor.digest}`]]);
  const facts: (readonly [string, string | undefined])[] = [...knownFacts(image), ...otherFacts(bytes)];
  return new Map(facts.flatMap(([field, value]) => (value === undefined ? [] : [[field, value] as const])));
}

type Fact = readonly [field: string, value: string | undefined];

function knownFacts({ platform, created, author, defaults }: ImageConfig): Fact[] {
  const { env, entrypoint, cmd, user, workingDir, labels, exposedPorts, volumes } = defaults;
  const { osVersion, ...base } = platform;
  return [
    ['platform', formatPlatform(base)],
    ['osVersion', osVersion],
    ['created', created],
    ['author', author],
    ...env.map((line): Fact => [`env.${line.split('=')[0] ?? ''}`, line.slice(line.indexOf('=') + 1)]),
    ['entrypoint', listText(entrypoint)],
    ['cmd', listText(cmd)],
    ['user', user],
    ['workdir', workingDir],
    ...Object.entries(labels).map(([name, value]): Fact => [`labels.${name}`, value]),
    ['ports', listText([...exposedPorts].sort())],
    ['volumes', listText([...volumes].sort())],
  ];
}

/** As a Dockerfile has it: `["/bin/sh","-c"]`. */
function listText(items: readonly string[]): string | undefined {
  return items.length === 0 ? undefined : JSON.stringify(items);
}

function otherFacts(bytes: Buffer): Fact[] {
  const top = record(parseJson(bytes.toString('utf8'), 'config'), 'config');
  const { config: inner } = object({ config: optional(record) })(top, 'config');
  return [...unknownKeys(top, KNOWN.image, ''), ...unknownKeys(inner ?? {}, KNOWN.defaults, 'config.')];
}

function unknownKeys(source: Readonly<Record<string, unknown>>, known: readonly string[], prefix: string): Fact[] {
  return Object.entries(source)
    .filter(([key]) => !known.includes(key))
    .map(([key, value]): Fact => [`${prefix}${key}`, isEmpty(value) ? undefined : canonicalText(value)]);
}

function isEmpty(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return value === null || value === false || value === '';
  return Object.keys(value).length === 0;
}

/** The same text for the same value, in whatever order its keys were written. */
function canonicalText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(sorted(value));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
