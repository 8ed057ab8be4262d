import type { Meant } from './typed-line.ts';

/** Calls of the API, as hcloud names them, and the noun that makes them. */
const OPERATIONS: readonly (readonly [name: RegExp, noun: Meant])[] = [
  [/secret$|authorizationtoken$/, ['login', '--help']],
  [/sync/, ['sync', '--help']],
  [/trigger/, ['trigger', '--help']],
  [/retention/, ['retention', '--help']],
  [/auth$/, ['perm', '--help']],
  [/domain/, ['share', '--help']],
  [/quota/, ['quota']],
  [/tag/, ['tag', '--help']],
  [/repo/, ['repo', '--help']],
  [/^listnamespaces$/, ['org', 'list']],
  [/namespace/, ['org', '--help']],
];

/** `SWR ListReposDetails` of hcloud. */
export function meantByOperation(operation = ''): Meant {
  const name = operation.toLowerCase();
  return OPERATIONS.find(([pattern]) => pattern.test(name))?.[1] ?? ['--help'];
}
