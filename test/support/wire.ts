import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Endpoint } from '../../src/swr/endpoint.ts';

export type AnyEndpoint = Endpoint<string, string, never, unknown>;

/** An answer of the service and what swrctl makes of it. */
export interface WireAnswer {
  readonly answer?: unknown;
  /** The decoded value as JSON has it. Absent where the answer says nothing. */
  readonly value?: unknown;
}

/** One of the documented operations. Source: SWR API reference; field notes. */
export interface Operation extends WireAnswer {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly query?: readonly string[];
  /** What the parameter `filter` may have in it. */
  readonly filterKeys?: readonly string[];
  readonly body?: unknown;
  /** Other forms of the answer. */
  readonly others?: readonly (WireAnswer & { readonly why: string })[];
}

export async function readOperations(): Promise<readonly Operation[]> {
  return JSON.parse(await readFile(join(import.meta.dirname, '../swr/operations.json'), 'utf8')) as Operation[];
}

/** Every endpoint of the client. */
export async function loadEndpoints(): Promise<readonly AnyEndpoint[]> {
  const folder = join(import.meta.dirname, '../../src/swr/endpoints');
  const modules = await Promise.all(
    (await readdir(folder)).map(async (file) => (await import(join(folder, file))) as Record<string, unknown>),
  );
  return modules
    .flatMap((module) => Object.values(module))
    .filter((value): value is AnyEndpoint => typeof value === 'object' && value !== null && 'decode' in value);
}

/** `GET /a/{}`: names of parameters are everybody's own business. */
export const routeOf = ({ method, path }: Pick<Operation, 'method' | 'path'>): string =>
  `${method} ${path.replace(/\{\w+\}/g, '{}')}`;

/** A decoded value as JSON has it, maps as objects. */
export function asJson(value: unknown): unknown {
  if (value === undefined) return undefined;
  const plain = (part: unknown): unknown => (part instanceof Map ? (Object.fromEntries(part) as unknown) : part);
  return JSON.parse(JSON.stringify(value, (_key, part: unknown) => plain(part))) as unknown;
}

/** A key that a decoder looked for, and whether it was there. `path` has `[]` for every element of a list. */
export interface Lookup {
  readonly path: string;
  readonly isThere: boolean;
}

/** The same JSON, which tells `seen` what is looked for in it. */
export function watched(value: unknown, seen: (lookup: Lookup) => void, path = ''): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => watched(item, seen, `${path}[]`));
  return new Proxy(value as Record<string, unknown>, {
    getOwnPropertyDescriptor: (target, key) => {
      seen({ path: `${path}.${String(key)}`, isThere: Object.hasOwn(target, key) });
      return Reflect.getOwnPropertyDescriptor(target, key);
    },
    get: (target, key) => watched(Reflect.get(target, key), seen, `${path}.${String(key)}`),
  });
}

/** The same JSON without the key at `path`, in every element of a list. */
export function without(value: unknown, path: string): unknown {
  const [, head = '', rest = ''] = /^(\[\]|\.[^.[]+)(.*)$/.exec(path) ?? [];
  if (head === '[]') return (value as unknown[]).map((item) => without(item, rest));
  if (typeof value !== 'object' || value === null) return value;
  const { [head.slice(1)]: part, ...others } = value as Record<string, unknown>;
  return rest === '' ? others : { ...others, [head.slice(1)]: without(part, rest) };
}
