import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const SRC = join(ROOT, 'src');

interface Room {
  readonly name: string;
  readonly is: string;
  /** Besides itself and the common rooms. */
  readonly mayImport: readonly string[];
  /** Packages that only this room, and others that say so, may import. */
  readonly packages?: readonly string[];
  /** Why, where it is not plain from what the room is. */
  readonly reason?: string;
}

/** The table, from the top to the bottom. */
const { rooms, common, edge } = JSON.parse(readFileSync(join(ROOT, 'architecture.json'), 'utf8')) as {
  readonly rooms: readonly Room[];
  readonly common: readonly string[];
  /** The only files that touch the process. */
  readonly edge: readonly string[];
};

const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const codeOf = new Map(sources.map((file) => [file, readFileSync(join(SRC, file), 'utf8')]));
const code = (file: string): string => codeOf.get(file) ?? '';
const importsOf = (file: string): string[] =>
  [...code(file).matchAll(/(?:\bfrom |\bimport |\bimport\(\s*)'([^']+)'/g)].map(([, path = '']) => path);
const roomOf = (path: string): string => path.split('/')[0] ?? '';
const room = (name: string): Room | undefined => rooms.find((one) => one.name === name);
const packageOf = (path: string): string => path.split('/', path.startsWith('@') ? 2 : 1).join('/');

describe('architecture', () => {
  it.each(sources)('%s stands in a room and imports only what that may', (file) => {
    const here = room(roomOf(file));
    const allowed = [here?.name, ...(here?.mayImport ?? []), ...common];
    const targets = importsOf(file)
      .filter((path) => path.startsWith('.'))
      .map((path) => roomOf(join(dirname(file), path)));
    expect(here).toBeDefined();
    expect(targets.filter((target) => !allowed.includes(target))).toEqual([]);
  });

  it.each(sources)('%s reaches packages only through their door', (file) => {
    const packages = importsOf(file).filter((path) => !path.startsWith('.') && !path.startsWith('node:'));
    const doors = room(roomOf(file))?.packages ?? [];
    expect(packages.map(packageOf).filter((name) => !doors.includes(name))).toEqual([]);
  });

  it('lets nothing import upward', () => {
    const upward = rooms.flatMap(({ name, mayImport }, index) =>
      [...mayImport, ...(common.includes(name) ? [] : common)]
        .filter((target) => rooms.findIndex((one) => one.name === target) <= index)
        .map((target) => `${name} → ${target}`),
    );
    expect(upward).toEqual([]);
  });

  it('allows no more than is used', () => {
    const uses = (name: string, target: string): boolean =>
      sources.some(
        (file) =>
          roomOf(file) === name &&
          importsOf(file).some(
            (path) => (path.startsWith('.') ? roomOf(join(dirname(file), path)) : packageOf(path)) === target,
          ),
      );
    const unused = rooms.flatMap(({ name, mayImport, packages = [] }) =>
      [...mayImport, ...packages].filter((target) => !uses(name, target)).map((target) => `${name} → ${target}`),
    );
    expect(unused).toEqual([]);
  });

  it('has no circles, those of types included', () => {
    expect(circles()).toEqual([]);
  });

  it('stands in docs/architecture.md as it is enforced', () => {
    const text = readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8');
    const rows = [...text.matchAll(/^\| `([\w-]+)\/` +\|(.*)\|$/gm)].map(([, name, rest = '']) => [
      name,
      ...rest.split('|').map((cell) => cell.trim()),
    ]);
    const list = (names: readonly string[]): string => (names.length === 0 ? '–' : names.join(', '));
    expect(rows).toEqual(
      rooms.map(({ name, is, mayImport, packages = [], reason }) => [
        ...[name, is, list(mayImport)],
        list(packages) + (reason === undefined ? '' : ` (${reason})`),
      ]),
    );
  });

  it('touches process and the console only at the edge', () => {
    const offenders = sources.filter((file) => !edge.includes(file) && /\bprocess\.\w|\bconsole\.\w/.test(code(file)));
    expect(offenders).toEqual([]);
  });

  it('makes paths of requests of checked parts only', () => {
    // `apiPath` takes nothing else; a template of one's own would take any name.
    const template = /(?<!apiPath)`\/(?:v[0-9.]+|swr|dockyard)\/[^`]*\$\{/;
    expect(sources.filter((file) => roomOf(file) !== 'emulator' && template.test(code(file)))).toEqual([]);
  });
});

/** Files that import each other, each group once: what is loaded when it is needed does not count. */
function circles(): string[][] {
  const targets = (file: string): string[] =>
    [...code(file).matchAll(/^(?:import|export)\b[^;'(]*?from '(\.[^']+)'/gm)].map(([, path = '']) =>
      join(dirname(file), path),
    );
  const graph = new Map(sources.map((file) => [file, targets(file)]));
  const reach = new Map(sources.map((file) => [file, reachable(graph, file)]));
  const groups = new Map<string, string[]>();
  for (const file of sources) {
    const group = sources.filter((other) => reach.get(file)?.has(other) && reach.get(other)?.has(file));
    if (group.length > 0) groups.set(group.join(' '), group);
  }
  return [...groups.values()];
}

function reachable(graph: ReadonlyMap<string, readonly string[]>, start: string): Set<string> {
  const seen = new Set<string>();
  const queue = [...(graph.get(start) ?? [])];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    queue.push(...(graph.get(file) ?? []));
  }
  return seen;
}
