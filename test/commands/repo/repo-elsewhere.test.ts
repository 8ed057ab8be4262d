import { describe, expect, it } from 'vitest';
import { openAccountShell } from '../../support/account-shell.ts';
import { dockerSave, testImage } from '../../support/archives.ts';
import { startMemoryRegistry, type Oddity } from '../../support/memory-registry.ts';
import { itWith } from '../../support/peers.ts';
import { startRegistryServer } from '../../support/registry-server.ts';
import { sendJson } from '../../support/scripted-server.ts';

/* What registries that are no SWR say of their repositories: names, if anything. */

describe('swrctl repo list of another registry', () => {
  itWith('docker-registry')('gives names, and null for what is not told', async () => {
    const { run, save } = await openAccountShell();
    await save('one.tar', dockerSave(testImage()));
    const registry = new URL(await startRegistryServer()).host;
    await run(['push', 'one.tar', `${registry}/b/x/y:1`, `${registry}/b-2/z:1`, `${registry}/a:1`]);
    const list = async (...args: string[]) => (await run(['repo', 'list', ...args])).stdout;
    const all = (await list(registry)).split('\n').sort();
    expect(all).toEqual(['', `${registry}/a`, `${registry}/b-2/z`, `${registry}/b/x/y`]);
    expect(await list(registry, '-o', 'name', '--limit', '1')).toBe(`${registry}/a\n`);
    expect(await list(`${registry}/b`)).toBe(`${registry}/b/x/y\n`);
    expect(await list('--registry', registry)).toContain(`${registry}/a\n`);
    expect(await list('b', '--registry', registry)).toBe(`${registry}/b/x/y\n`);
    expect(await list(registry, '--query', '[].name', '-o', 'json')).toContain('"b/x/y"');
    const [row] = JSON.parse(await list(registry, '--json')) as object[];
    expect(row).toMatchObject({ name: 'a', public: null, tagCount: null, updatedAt: null });
    expect((await run(['tag', 'list', (await list(`${registry}/b`)).trim()])).stdout).toContain('b/x/y:1\t');
  });

  const answer =
    (status: number, value: unknown, headers = {}): Oddity =>
    ({ url }, response) => {
      if (!url.startsWith('/v2/_catalog')) return false;
      sendJson(response, status, value, headers);
      return true;
    };

  it.each([
    { status: 404, exitCode: 5 },
    { status: 405, exitCode: 1 },
    { status: 401, exitCode: 4 },
    { status: 403, exitCode: 4 },
  ])('says where there is no list for everybody: $status', async ({ status, exitCode }) => {
    const { run } = await openAccountShell();
    const { host } = await startMemoryRegistry(answer(status, {}));
    const result = await run(['repo', 'list', host]);
    expect(result.stderr).toContain(`Error: ${host} does not list its repositories`);
    expect(result.stderr).toContain(`swrctl tag list ${host}/REPO`);
    if (exitCode === 4) expect(result.stderr).toContain(`swrctl login ${host} -u USER --password-stdin`);
    expect(result.exitCode).toBe(exitCode);
  });

  it('reads all pages, leaves out what is no name, and stops at the limit', async () => {
    const { run } = await openAccountShell();
    const registry = await startMemoryRegistry(({ url }, response) => {
      if (!url.startsWith('/v2/_catalog')) return false;
      const isLast = url.includes('last');
      const link = { link: '</v2/_catalog?last=a/b>; rel="next"' };
      sendJson(response, 200, { repositories: isLast ? ['c/d'] : ['a/b', '../x', 'A B'] }, isLast ? {} : link);
      return true;
    });
    const { stdout, stderr } = await run(['repo', 'list', registry.host, '-o', 'name']);
    expect(stdout).toBe(`${registry.host}/a/b\n${registry.host}/c/d\n`);
    expect(stderr).toContain('lists "../x", which is no repository');
    const before = registry.seen.length;
    await run(['repo', 'list', registry.host, '--limit', '1']);
    expect(registry.seen.slice(before).filter(({ url }) => url.startsWith('/v2/_catalog'))).toHaveLength(1);
  });

  it('asks for the catalog alone where tokens are asked for', async () => {
    const { run } = await openAccountShell();
    const scopes: (string | null)[] = [];
    const registry = await startMemoryRegistry(({ url, headers }, response) => {
      if (url.startsWith('/token')) {
        scopes.push(new URL(url, 'http://x').searchParams.get('scope'));
        sendJson(response, 200, { token: 'abc' });
      } else if (headers.authorization !== 'Bearer abc') {
        const realm = `http://${headers.host ?? ''}/token`;
        sendJson(response, 401, {}, { 'www-authenticate': `Bearer realm="${realm}",service="x"` });
      } else sendJson(response, 200, { repositories: ['a/b'] });
      return true;
    });
    expect((await run(['repo', 'list', registry.host])).stdout).toBe(`${registry.host}/a/b\n`);
    expect(scopes).toEqual(['registry:catalog:*']);
  });

  it('refuses what only SWR has', async () => {
    const { run } = await openAccountShell();
    const { host } = await startMemoryRegistry();
    expect(await run(['repo', 'list', host, '--shared-by-me'])).toMatchObject({ exitCode: 2 });
  });
});
