import { readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

/** The rule itself is in docs/architecture.md, "Commands". */
const COMMANDS = join(import.meta.dirname, '../src/commands');

interface SourceFile {
  /** Below src/commands. */
  readonly path: string;
  readonly text: string;
  /** Files of src/commands that it imports, type imports included. */
  readonly imports: readonly string[];
  /** Those of them whose values are there as soon as it is loaded. */
  readonly loads: readonly string[];
  /** Specifiers of `import(…)`. */
  readonly lazy: readonly string[];
}

const textOf = (path: string): string => readFileSync(join(COMMANDS, path), 'utf8');

function sourceFile(path: string): SourceFile {
  const text = textOf(path);
  const inside = (spec: string): string => relative(COMMANDS, resolve(COMMANDS, dirname(path), spec));
  const fixed = [...text.matchAll(/^import (type )?[^;]*?from '(\.[^']+)';/gms)];
  const lazy = [...text.matchAll(/\bimport\('([^']+)'\)/g)].map(([, spec = '']) => spec);
  const ours = (list: readonly string[]): string[] => list.map(inside).filter((one) => !one.startsWith('..'));
  return {
    ...{ path, text, lazy },
    imports: ours([...fixed.map(([, , spec = '']) => spec), ...lazy]),
    loads: ours(fixed.flatMap(([, type, spec = '']) => (type === undefined ? [spec] : []))),
  };
}

const files = readdirSync(COMMANDS, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .sort()
  .map(sourceFile);

const verbs = files.filter(({ text }) => text.includes('new Command(') && text.includes('.action('));
const work = files.filter(({ path }) => /-(?:run|write)\.ts$/.test(path));

/** The files that hold the work of a verb: its own, or the one that it shares with other verbs of its noun. */
function workOf({ path }: SourceFile): string[] {
  const noun = basename(dirname(path));
  return [`./${basename(path, '.ts')}-run.ts`, `./${noun}-write.ts`];
}

describe('a file that defines a verb', () => {
  it('is found', () => {
    expect(verbs.length).toBeGreaterThan(50);
    expect(verbs.map(({ path }) => path)).toContain('image/push/push.ts');
  });

  it.each(verbs)('$path imports its own work, when it runs, and nothing else then', (verb) => {
    expect(workOf(verb)).toContain(verb.lazy[0]);
    expect(new Set(verb.lazy).size).toBe(1);
  });

  it.each(verbs)('$path loads no work before', ({ loads }) => {
    expect(loads.filter((path) => work.some((one) => one.path === path))).toEqual([]);
  });

  it.each(verbs)('$path asks no service and writes nothing', ({ text }) => {
    expect(text).not.toMatch(/\bswr\.(?:call|ask)\b|\bservices\(|\boutput\(|\/swr\/|\/registry\/|\/archive\//);
  });

  it.each(verbs)('$path has no type that its work needs', ({ path }) => {
    expect(
      files.filter(({ imports, path: other }) => imports.includes(path) && work.some((one) => one.path === other)),
    ).toEqual([]);
  });
});

describe('a file that holds work', () => {
  it.each(work)('$path knows no flags: nothing of commander', ({ text }) => {
    expect(text).not.toMatch(/from 'commander'/);
  });

  it.each(work)('$path imports all it needs at its head', ({ lazy }) => {
    expect(lazy).toEqual([]);
  });

  it.each(work)('$path takes nothing from the work of another verb', ({ imports }) => {
    expect(imports.filter((path) => work.some((one) => one.path === path))).toEqual([]);
  });

  it.each(work)('$path belongs to a verb', ({ path }) => {
    const users = verbs.filter(
      ({ lazy, path: verb }) => dirname(verb) === dirname(path) && lazy.includes(`./${basename(path)}`),
    );
    expect(users.length).toBeGreaterThan(0);
  });
});

it('a noun only groups its verbs', () => {
  const nouns = files.filter(({ text }) => /\bgroup\(/.test(text) && !text.includes('new Command('));
  expect(nouns.length).toBeGreaterThan(10);
  for (const { path, text } of nouns) {
    expect(basename(path, '.ts')).toBe(basename(dirname(path)));
    expect(text).not.toContain('.action(');
  }
});

/** The first way from a file back to itself. */
function circleFrom(start: SourceFile): string[] | undefined {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const seen = new Set<string>();
  const follow = (file: SourceFile, way: readonly string[]): string[] | undefined => {
    for (const next of file.imports) {
      if (next === start.path) return [...way, next];
      const target = byPath.get(next);
      if (target === undefined || seen.has(next)) continue;
      seen.add(next);
      const found = follow(target, [...way, next]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return follow(start, [start.path]);
}

it('commands import each other in no circle, types included', () => {
  const circles = files.map(circleFrom).filter((circle) => circle !== undefined);
  expect(circles.map((way) => way.join(' > '))).toEqual([]);
});
