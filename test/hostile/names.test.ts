import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { headManifest } from '../../src/registry/manifest.ts';
import { hasBlob } from '../../src/registry/blob.ts';
import { mountBlob } from '../../src/registry/mount.ts';
import { listTags } from '../../src/registry/tags.ts';
import { digestOf, type Digest } from '../../src/model/digest.ts';
import { createSwrClient } from '../../src/swr/client.ts';
import { deleteNamespace } from '../../src/swr/endpoints/namespaces.ts';
import { deleteRepository } from '../../src/swr/endpoints/repositories.ts';
import { deleteTag } from '../../src/swr/endpoints/tags.ts';
import { deleteTrigger } from '../../src/swr/endpoints/triggers.ts';
import { createIamClient } from '../../src/iam/client.ts';
import { openAccountShell } from '../support/account-shell.ts';
import { createLayout, addImage, dockerSave, layoutFiles, testImage } from '../support/archives.ts';
import { imageManifestIn, store } from '../support/manifests.ts';
import { startMemoryRegistry, type Oddity } from '../support/memory-registry.ts';
import { runCli } from '../support/run.ts';
import { sendJson, startServer } from '../support/scripted-server.ts';
import { tarOf } from '../support/tar.ts';
import { tempDir } from '../support/temp-dir.ts';
import { createTestHttp } from '../support/test-http.ts';
import { testHost } from '../support/test-host.ts';

/** Names that are none, each in its own way. */
const BAD = [
  ...['../../../prod/app/manifests/latest', '..', '.', '', 'a/b', 'a\\b', 'a%2fb', '%2e%2e', 'a b', 'a\nb', 'a\u202eb'],
  ...['a?b', 'a#b', 'a;b', '-a', '.a', 'a\u0000', 'ä', 'a'.repeat(129), 'a'.repeat(5000), 'v1@sha256:0', 'a:b'],
];
const credential = { kind: 'iam-token', token: 'T' } as const;

const listing =
  (tags: readonly unknown[]): Oddity =>
  ({ url }, response) => {
    if (!url.endsWith('/tags/list')) return false;
    sendJson(response, 200, { tags });
    return true;
  };

describe('a tag list with names that are no tags', () => {
  it('is copied without them, with a warning, and nothing is written elsewhere', async () => {
    const registry = await startMemoryRegistry(listing([...BAD, 'v1', 'v1', 'v2']));
    for (const tag of ['v1', 'v2']) store(registry, 'evil/app', imageManifestIn(registry), tag);
    const home = await tempDir();
    const { host } = registry;
    const args = ['copy', `${host}/evil/app`, `${host}/team/app`, '--all-tags'];
    const { exitCode, stdout, stderr } = await runCli(args, { env: { HOME: home }, cwd: home });
    expect(exitCode).toBe(0);
    expect(stdout.split('\n').map((line) => line.replace(/@.*/, ''))).toEqual([
      `${host}/team/app:v1`,
      `${host}/team/app:v2`,
      '',
    ]);
    const bad = BAD.length - 1; // the empty name is nothing
    expect(stderr).toContain(`Warning: ${host}/evil/app lists ${bad} that are no tags, which are left out: "../../../`);
    const written = registry.asked().filter((line) => line.startsWith('PUT') && line.includes('/manifests/'));
    expect([...new Set(written)]).toEqual(['PUT /v2/team/app/manifests/v1', 'PUT /v2/team/app/manifests/v2']);
    expect(registry.asked().join('\n')).not.toContain('prod');
  });

  it('says so in one line, escaped and cut', async () => {
    const registry = await startMemoryRegistry(listing(['a\nPushed: \u001b[31m', 'x'.repeat(5000), 'v1']));
    store(registry, 'evil/app', imageManifestIn(registry), 'v1');
    const home = await tempDir();
    const args = ['copy', `${registry.host}/evil/app`, `${registry.host}/b/app`, '--all-tags'];
    const { stderr } = await runCli(args, { env: { HOME: home }, cwd: home });
    const [warning = '', ...rest] = stderr.split('\n').filter((line) => line.includes('no tags'));
    expect(rest).toEqual([]);
    expect(warning).toContain('"a\\nPushed: \\x1b[31m"');
    expect(warning.length).toBeLessThan(400);
  });

  it('is an error when nothing else is in it', async () => {
    const registry = await startMemoryRegistry(listing(['..', 'a/b']));
    const home = await tempDir();
    const args = ['copy', `${registry.host}/evil/app`, `${registry.host}/b/app`, '--all-tags'];
    const { exitCode, stdout } = await runCli(args, { env: { HOME: home }, cwd: home });
    expect({ exitCode, stdout }).toEqual({ exitCode: 5, stdout: '' });
  });

  it('may have a million tags, doubled ones among them', async () => {
    const names = Array.from({ length: 1_000_000 }, (_, index) => `v${index}`);
    const registry = await startMemoryRegistry(listing([...names, 'v1', 'v2']));
    expect(await listTags(testHost(registry.host), 'team/app')).toHaveLength(1_000_000);
  });
});

describe('a path of the registry', () => {
  it.each(BAD)('is not made of %j', async (name) => {
    const registry = await startMemoryRegistry();
    const host = testHost(registry.host);
    const digest = digestOf('x');
    const refused = { code: 'REFERENCE_INVALID' };
    await expect(headManifest({ host, repository: 'team/app', key: name })).rejects.toMatchObject(refused);
    await expect(hasBlob(host, 'team/app', { digest: name as Digest, size: 1 })).rejects.toMatchObject(refused);
    const repository = name === 'a/b' ? 'a//b' : name.replace(/^a{129}$/, 'A'); // those two are names of repositories
    await expect(listTags(host, repository)).rejects.toMatchObject(refused);
    await expect(hasBlob(host, repository, { digest, size: 1 })).rejects.toMatchObject(refused);
    // Mounting never fails a push, and asks nothing for such a name.
    expect(await mountBlob({ host, repository: 'team/app', label: 'x' }, digest, repository)).toBeUndefined();
    expect(registry.asked()).toEqual([]);
  });
});

describe('a path of the management API', () => {
  const open = async () => {
    const server = await startServer((_request, response) => sendJson(response, 200, {}));
    const http = createTestHttp();
    const swr = createSwrClient({ http, endpoint: server.origin, credential });
    const iam = createIamClient({ send: http.send, endpoint: server.origin, credential, now: () => new Date() });
    return { server, swr, iam };
  };
  const WORSE = ['..', '.', '', 'a/../b', '../b', 'a//b', '%2e%2e', 'a%2fb', 'a\\b', 'a\nb', 'a\u202eb', 'a$b'];

  it.each(WORSE)('is not made of %j', async (name) => {
    const { server, swr, iam } = await open();
    const refused = { code: 'REFERENCE_INVALID' };
    const [namespace, repository] = ['team', 'app'];
    await expect(swr.call(deleteNamespace, { namespace: name })).rejects.toMatchObject(refused);
    await expect(swr.call(deleteRepository, { namespace, repository: name })).rejects.toMatchObject(refused);
    await expect(swr.call(deleteTag, { namespace, repository, tag: name })).rejects.toMatchObject(refused);
    await expect(swr.call(deleteTrigger, { namespace, repository, trigger: name })).rejects.toMatchObject(refused);
    await expect(iam.getUser(name)).rejects.toMatchObject(refused);
    expect(server.seen).toEqual([]);
  });

  it('writes the slash of a repository as a dollar sign, and what a path can hold encoded', async () => {
    const { server, swr } = await open();
    await swr.call(deleteTrigger, { namespace: 'team', repository: 'a/b', trigger: 'ü ?' });
    expect(server.seen[0]?.url).toBe('/v2/manage/namespaces/team/repos/a$b/triggers/%C3%BC%20%3F');
  });

  it.each([
    ...['/v2/manage/namespaces/../x', '/v2/manage/namespaces/', '/v2/manage/namespaces//repos', '//elsewhere/v2'],
    ...['/v2/manage/%2e%2e/x', '/v2/manage/a%2Fb', '/v2/manage/a%5cb', '/v2/manage/a%252fb', '/v2/manage/%zz'],
    ...['/v2/./manage', '/v2/manage\\x', '/v2/manage#x', '/v2/manage\nx', 'v2/manage', 'https://elsewhere/v2'],
  ])('is not taken from the command line as %j', async (path) => {
    const shell = await openAccountShell();
    for (const more of [[], ['--paginate']]) {
      const { exitCode, stderr } = await shell.run(['api', 'GET', path, ...more]);
      expect(exitCode).toBe(2);
      expect(stderr).toContain('is not a path of the management API');
    }
    expect((await shell.emulator.calls()).filter(({ path: asked }) => asked.includes('manage'))).toEqual([]);
  });
});

describe('a name with an end of line', () => {
  const FORGED = 'v1\nregistry/prod/app:v1@sha256:0';
  const layout = createLayout();
  const entry = addImage(layout, testImage(), {
    annotations: { 'org.opencontainers.image.ref.name': FORGED, 'io.containerd.image.name': `h/a:${FORGED}` },
  });

  it.each([
    { name: 'RepoTags', items: dockerSave(testImage(), [`app:${FORGED}`]) },
    { name: 'annotations', items: [...layout.items, ...layoutFiles([entry])] },
  ])('in $name of an archive makes no line of its own', async ({ items }) => {
    const home = await tempDir();
    await writeFile(join(home, 'app.tar'), tarOf(items));
    const run = (...args: readonly string[]) => runCli(args, { env: { HOME: home }, cwd: home });
    for (const format of ['tsv', 'table', 'name', 'wide']) {
      const { stdout } = await run('inspect', 'app.tar', '-o', format);
      expect(stdout.split('\n').filter((line) => line.startsWith('registry/'))).toEqual([]);
    }
    const { exitCode, stdout } = await run('push', 'app.tar');
    expect(exitCode).not.toBe(0);
    expect(stdout).toBe('');
  });

  it('from the service makes no line of its own in any list', async () => {
    const wire = {
      ...{ name: FORGED, category: '', description: FORGED, is_public: false, num_images: 0, size: 0 },
      ...{ namespace: 'team', created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-01T00:00:00Z' },
    };
    const server = await startServer((_request, response) => sendJson(response, 200, [wire]));
    const shell = await openAccountShell();
    for (const format of ['tsv', 'table', 'name', 'wide']) {
      const env = { ...shell.env, SWRCTL_ENDPOINT: server.origin };
      const { stdout, exitCode } = await shell.run(['repo', 'list', 'team', '-o', format], { env });
      expect(exitCode).toBe(0);
      expect(stdout.split('\n').filter((line) => line.startsWith('registry/'))).toEqual([]);
      expect(stdout).toContain('v1\\nregistry/');
    }
  });
});
