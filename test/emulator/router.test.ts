import { describe, expect, it } from 'vitest';
import { empty, type Params, type Route } from '../../src/emulator/server/handler.ts';
import { createRouter } from '../../src/emulator/server/router.ts';

/** Routes that only say which one they are, and with what. */
function whoAnswers(paths: readonly string[], rawPath: string, method = 'GET'): unknown {
  let found: unknown;
  const routes = paths.map((path): Route => ({
    method: 'GET',
    path,
    handle: (_request, params: Params) => {
      found = { path, params };
      return empty(200);
    },
  }));
  const match = createRouter(routes)(method, rawPath);
  if (match.kind !== 'found') return match;
  void match.answer({} as never);
  return found;
}

describe('createRouter', () => {
  const repo = '/n/{namespace}/repos/{repository}';

  it.each([
    {
      rawPath: '/n/a/repos/b/tags/v1',
      path: `${repo}/tags/{tag}`,
      params: { namespace: 'a', repository: 'b', tag: 'v1' },
    },
    { rawPath: '/n/a/repos/b/tags/references', path: `${repo}/tags/{tag}`, params: { tag: 'references' } },
    { rawPath: '/n/a/repos/b/v1/references', path: `${repo}/{tag}/references`, params: { tag: 'v1' } },
    { rawPath: '/n/a/repos/b%24c/tags/a%2Fb', path: `${repo}/tags/{tag}`, params: { repository: 'b$c', tag: 'a/b' } },
    { rawPath: '/n/a/repos/100%/tags/x', path: `${repo}/tags/{tag}`, params: { repository: '100%' } },
  ])('leads $rawPath to $path', ({ rawPath, path, params }) => {
    const paths = [`${repo}/{tag}/references`, `${repo}/tags/{tag}`];
    expect(whoAnswers(paths, rawPath)).toMatchObject({ path, params });
  });

  it.each([
    { rawPath: '/v2/a/b/c/blobs/sha256:1', path: '/v2/{name*}/blobs/{digest}', name: 'a/b/c' },
    { rawPath: '/v2/a/blobs/uploads/blobs/x', path: '/v2/{name*}/blobs/{digest}', name: 'a/blobs/uploads' },
    { rawPath: '/v2/a/b/blobs/uploads', path: '/v2/{name*}/blobs/uploads', name: 'a/b' },
  ])('gives $rawPath the name $name', ({ rawPath, path, name }) => {
    const paths = ['/v2/{name*}/blobs/{digest}', '/v2/{name*}/blobs/uploads'];
    expect(whoAnswers(paths, rawPath)).toMatchObject({ path, params: { name } });
  });

  it('tells a wrong method from an unknown path', () => {
    expect(whoAnswers(['/a'], '/a', 'PUT')).toEqual({ kind: 'wrong-method', allow: ['GET'] });
    expect(whoAnswers(['/a.b'], '/axb')).toEqual({ kind: 'unknown' });
  });
});
