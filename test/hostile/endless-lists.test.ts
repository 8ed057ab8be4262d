import { describe, expect, it } from 'vitest';
import { listTags } from '../../src/registry/tags.ts';
import { createSwrClient } from '../../src/swr/client.ts';
import { readMarkerPages, readPages } from '../../src/swr/paging.ts';
import { readRawPages } from '../../src/swr/raw-pages.ts';
import { imageManifestIn, store } from '../support/manifests.ts';
import { startMemoryRegistry, type Oddity } from '../support/memory-registry.ts';
import { runCli } from '../support/run.ts';
import { sendJson, startServer } from '../support/scripted-server.ts';
import { tempDir } from '../support/temp-dir.ts';
import { createTestHttp } from '../support/test-http.ts';
import { testHost } from '../support/test-host.ts';

/** Requests of a client that goes on for as long as it is led on. */
const BOUND = 1010;

describe('a tag list that', () => {
  const lead = (page: (count: number) => { tags: unknown; link: string }): Oddity => {
    let count = 0;
    return ({ url }, response) => {
      if (!url.includes('/tags/')) return false;
      count += 1;
      const { tags, link } = page(count);
      sendJson(response, 200, { tags }, { link });
      return true;
    };
  };
  const next = (count: number, host = ''): string => `<${host}/v2/team/app/tags/list?last=${count}>; rel="next"`;

  it.each([
    { name: 'always has a tag more', tags: (count: number) => [`v${count}`], most: BOUND },
    { name: 'has empty pages without end', tags: () => [], most: 30 },
    { name: 'has the same page without end, each time elsewhere', tags: () => ['v1'], most: 30 },
    { name: 'has names without end that are no tags', tags: (count: number) => [`../${count}`], most: 30 },
  ])('$name is an error in the end', async ({ tags, most }) => {
    const registry = await startMemoryRegistry(lead((count) => ({ tags: tags(count), link: next(count) })));
    const list = listTags(testHost(registry.host), 'team/app');
    await expect(list).rejects.toMatchObject({
      code: 'API_SHAPE',
      message: expect.stringContaining('no end') as string,
    });
    expect(registry.seen.length).toBeLessThan(most);
  });

  it('copies nothing', async () => {
    const registry = await startMemoryRegistry(lead((count) => ({ tags: [`v${count}`], link: next(count) })));
    const home = await tempDir();
    const args = ['copy', `${registry.host}/team/app`, `${registry.host}/b/app`, '--all-tags'];
    const { exitCode, stdout } = await runCli(args, { env: { HOME: home }, cwd: home });
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(registry.asked().filter((line) => !line.includes('/tags/'))).toEqual([]);
  });

  it('goes round ends where it began', async () => {
    const page = (count: number) => ({ tags: [`v${count}`], link: next(count % 3) });
    const registry = await startMemoryRegistry(lead(page));
    expect(await listTags(testHost(registry.host), 'team/app')).toEqual(['v1', 'v2', 'v3', 'v4']);
    expect(registry.seen.length).toBeLessThan(6);
  });

  it('has an empty page in the middle is read to its end', async () => {
    const pages = [['v1'], [], ['v2']];
    const registry = await startMemoryRegistry(
      lead((count) => ({ tags: pages[count - 1], link: count < 3 ? next(count) : '' })),
    );
    expect(await listTags(testHost(registry.host), 'team/app')).toEqual(['v1', 'v2']);
  });

  it.each([
    { name: 'another host', target: (other: string) => other },
    { name: 'another host, without a scheme', target: (other: string) => other.replace('http:', '') },
    { name: 'HTTPS', target: (_other: string, own: string) => `https://${own}` },
    { name: 'somebody else before an @', target: (other: string) => other.replace('//', '//user:secret@') },
  ])('goes on at $name is asked for at the registry itself', async ({ target }) => {
    const other = await startServer((_request, response) => sendJson(response, 200, { tags: ['evil'] }));
    const registry = await startMemoryRegistry(({ url, headers }, response) => {
      if (!url.includes('/tags/')) return false;
      const link = next(1, target(other.origin, headers.host ?? ''));
      sendJson(response, 200, { tags: [url.includes('last') ? 'v2' : 'v1'] }, url.includes('last') ? {} : { link });
      return true;
    });
    expect(await listTags(testHost(registry.host), 'team/app')).toEqual(['v1', 'v2']);
    expect(other.seen).toEqual([]);
  });

  it('has a path that looks like a host is asked for at the registry itself', async () => {
    const other = await startServer((_request, response) => sendJson(response, 200, { tags: ['evil'] }));
    const registry = await startMemoryRegistry(({ url }, response) => {
      if (url.startsWith('//')) sendJson(response, 200, { tags: ['v2'] });
      else sendJson(response, 200, { tags: ['v1'] }, { link: `<http://x//${other.host}/x>; rel=next` });
      return true;
    });
    expect(await listTags(testHost(registry.host), 'team/app')).toEqual(['v1', 'v2']);
    expect(other.seen).toEqual([]);
  });
});

describe('a Link that cannot be read', () => {
  it.each(['/v2/team/app/tags/list?last=v1; rel="next"', '</v2/x>; rel="next', '<mailto:a@b>; rel="next"'])(
    'makes copy --all-tags fail and copy nothing: %s',
    async (link) => {
      const registry = await startMemoryRegistry(({ url }, response) => {
        if (!url.includes('/tags/')) return false;
        sendJson(response, 200, { tags: ['v1'] }, { link });
        return true;
      });
      store(registry, 'team/app', imageManifestIn(registry), 'v1');
      const home = await tempDir();
      const args = ['copy', `${registry.host}/team/app`, `${registry.host}/b/app`, '--all-tags'];
      const { exitCode, stdout } = await runCli(args, { env: { HOME: home }, cwd: home });
      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    },
  );
});

describe('a list of the management API that', () => {
  const answer = <T>(value: T) => ({ value, headers: {} });

  it('ignores the offset is an error', async () => {
    let count = 0;
    const same = () => {
      count += 1;
      return Promise.resolve(answer(Array.from({ length: 10 }, (_, index) => ({ index }))));
    };
    await expect(readPages(same, Infinity, 10)).rejects.toMatchObject({ code: 'API_SHAPE' });
    expect(count).toBe(2);
  });

  it('has always another page is an error in the end', async () => {
    let count = 0;
    const more = () => {
      count += 1;
      return Promise.resolve(answer([count]));
    };
    await expect(readPages(more, Infinity, 1)).rejects.toMatchObject({ code: 'API_SHAPE' });
    const other = (_limit: number, marker = '0') =>
      Promise.resolve({ items: [marker], next: String(Number(marker) + 1) });
    await expect(readMarkerPages(other)).rejects.toMatchObject({ code: 'API_SHAPE' });
    expect(count).toBeLessThan(BOUND);
  });

  it('is endless does not hold up one who wants a few entries', async () => {
    const more = (limit: number, offset: number) =>
      Promise.resolve(answer(Array.from({ length: limit }, (_, index) => offset + index)));
    expect(await readPages(more, 3)).toEqual([0, 1, 2]);
  });

  it.each(['/v2/manage/repos', '/v3/manage/repos'])('is read raw ends too: %s', async (path) => {
    let count = 0;
    const server = await startServer((_request, response) => {
      count += 1;
      const repos = Array.from({ length: 1000 }, (_, index) => ({ name: `r${count}-${index}` }));
      sendJson(response, 200, path.startsWith('/v3') ? { repos: [count], nextMarker: count } : repos.slice(0, 1), {
        'content-range': '0-1/999999999',
      });
    });
    const credential = { kind: 'iam-token', token: 'T' } as const;
    const swr = createSwrClient({ http: createTestHttp(), endpoint: server.origin, credential });
    await expect(readRawPages(swr, path)).rejects.toMatchObject({ code: 'API_SHAPE' });
    expect(server.seen.length).toBeLessThan(BOUND);
  });
});
