import { describe, expect, it } from 'vitest';
import { listTags } from '../../src/registry/tags.ts';
import { startTestEmulator } from '../support/emulator.ts';
import { itWith } from '../support/peers.ts';
import { DOCKER_MANIFEST, imageManifest, registryCalls } from '../support/registry-calls.ts';
import { startRegistryServer } from '../support/registry-server.ts';
import { sendJson, startServer, status, type Script } from '../support/scripted-server.ts';
import { testHost } from '../support/test-host.ts';

const repository = 'team/app';

async function list(script: Script) {
  const server = await startServer((request, response) =>
    request.url === '/v2/' ? status(200)(request, response) : script(request, response),
  );
  const tags = await listTags(testHost(server.host), repository);
  return { tags, asked: server.seen.slice(1).map(({ url }) => url) };
}

const page =
  (tags: unknown, link?: string): Script =>
  (_request, response) => {
    sendJson(response, 200, { name: repository, tags }, link === undefined ? {} : { link });
  };

describe('listTags', () => {
  itWith('docker-registry')('reads all tags of a real registry', async () => {
    const origin = await startRegistryServer();
    const calls = registryCalls(origin);
    for (const blob of ['{}', 'layer']) await calls.upload(repository, blob);
    const manifest = imageManifest(DOCKER_MANIFEST, '{}', 'layer');
    for (const tag of ['a', 'b', 'c']) await calls.putManifest(repository, tag, DOCKER_MANIFEST, manifest);
    const host = testHost(origin);
    expect((await listTags(host, repository)).sort()).toEqual(['a', 'b', 'c']); // distribution 2.8 does not sort
    await expect(listTags(host, 'team/none')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('gives nothing for a repository that SWR does not have', async () => {
    const emulator = await startTestEmulator({ organizations: ['team'] });
    const { user, password } = emulator.login();
    const host = testHost(emulator.url, { login: { username: user, password } });
    expect(await listTags(host, 'team/none')).toEqual([]);
  });

  it.each([
    { name: 'null', tags: null, gives: [] },
    { name: 'nothing', tags: undefined, gives: [] },
    { name: 'an empty list', tags: [], gives: [] },
    { name: 'empty texts and other things', tags: ['a', '', null, 5, 'b'], gives: ['a', 'b'] },
    { name: 'the same twice', tags: ['a', 'a'], gives: ['a'] },
  ])('reads $name', async ({ tags, gives }) => {
    expect((await list(page(tags))).tags).toEqual(gives);
  });

  it.each([
    { name: 'a relative', link: '</v2/team/app/tags/list?n=1&last=a>; rel="next"' },
    { name: 'an unquoted', link: '</v2/team/app/tags/list?n=1&last=a>; rel=next' },
    { name: 'a second', link: '</x>; rel="prev", </v2/team/app/tags/list?n=1&last=a>; rel="next"' },
  ])('follows $name link', async ({ link }) => {
    const { tags, asked } = await list((request, response) =>
      request.url.includes('last') ? page(['b'])(request, response) : page(['a'], link)(request, response),
    );
    expect(tags).toEqual(['a', 'b']);
    expect(asked).toEqual(['/v2/team/app/tags/list', '/v2/team/app/tags/list?n=1&last=a']);
  });

  it('stops at a page that brings nothing new, whatever its link says', async () => {
    const { tags, asked } = await list(page(['a', 'b'], '</v2/team/app/tags/list?last=b>; rel="next"'));
    expect(tags).toEqual(['a', 'b']);
    expect(asked).toHaveLength(2);
  });

  it('does not send the login to the host that a link names', async () => {
    const other = await startServer(page(['b']));
    const server = await startServer((request, response) => {
      if (request.headers.authorization === undefined)
        status(401, { 'www-authenticate': 'Basic realm="x"' })(request, response)?.catch(() => undefined);
      else page(['a'], `<${other.origin}/x>; rel="next"`)(request, response)?.catch(() => undefined);
    });
    const tags = await listTags(testHost(server.host, { login: {} }), repository).catch(() => []);
    expect(tags).toContain('a');
    for (const { headers } of other.seen) expect(headers.authorization).toBeUndefined();
  });

  it.each([
    { name: 'a page', script: status(200, {}, '<html>') },
    { name: 'an object for tags', script: page({}) },
    { name: 'a list', script: ((_request, response) => sendJson(response, 200, [])) satisfies Script },
  ])('refuses $name', async ({ script }) => {
    await expect(list(script)).rejects.toMatchObject({ code: 'API_SHAPE' });
  });
});
