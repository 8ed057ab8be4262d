import { describe, expect, it } from 'vitest';
import { enterpriseOperations } from '../../../src/emulator/enterprise/operations.ts';
import { empty } from '../../../src/emulator/server/handler.ts';
import { createRouter } from '../../../src/emulator/server/router.ts';
import { API, faultsOf, fillPath, operation } from './api.ts';

/** Words of paths that are no names. */
const WORDS = { resource_type: 'instances', sub_resource_type: 'namespaces' };

const route = createRouter(
  enterpriseOperations.map(({ method, path }) => ({ method, path: `/v2/${path}`, handle: () => empty(200) })),
);

function pathOf(id: string): string {
  const { path, parameters } = operation(id);
  const names = parameters.filter((one) => one.in === 'path').map(({ name }) => [name, 'x'] as const);
  return fillPath(path, { ...Object.fromEntries(names), ...WORDS });
}

describe('the enterprise edition', () => {
  it('has 111 operations', () => {
    expect(new Set(API.map(({ id }) => id)).size).toBe(111);
    expect(API).toHaveLength(111);
  });

  it.each(API)('routes $id', ({ id, method }) => {
    expect(route(method, pathOf(id)).kind).toBe('found');
  });

  it('has as many routes, so that no literal is taken for a name', () => {
    const served = new Set(enterpriseOperations.map(({ method, path }) => `${method} ${path}`));
    expect(served.size).toBe(enterpriseOperations.length);
    expect(served.size).toBe(API.length);
  });
});

describe('the check of answers', () => {
  const schema = { $ref: '#/components/schemas/ImmutableRule' };

  it('takes what the page lists, and nothing else', () => {
    expect(faultsOf(schema, { id: 1 })).toEqual([]);
    expect(faultsOf(schema, { id: 1, color: 'red' })).not.toEqual([]);
    expect(faultsOf(schema, { id: '1' })).not.toEqual([]);
    expect(faultsOf(schema, { id: 2 ** 31 })).not.toEqual([]);
    const [selector] = [{ kind: 'doublestar', decoration: 'matches', pattern: '**', more: 1 }];
    expect(faultsOf(schema, { tag_selectors: [selector] })).not.toEqual([]);
  });
});
