import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { openAccountShell, type AccountShell } from '../../support/account-shell.ts';
import { dockerSave, testImage } from '../../support/archives.ts';
import { INDEX, MANIFEST } from '../../support/manifests.ts';
import { startMemoryRegistry, type MemoryRegistry, type Oddity } from '../../support/memory-registry.ts';
import { itWith } from '../../support/peers.ts';
import { HTPASSWD, startRegistryServer } from '../../support/registry-server.ts';
import { sendJson } from '../../support/scripted-server.ts';

/* Tags of registries that are no SWR: the distribution API is all there is. */

/** A real registry with `v1` and `v1.2` of one image in a/app, `dev` of another. */
async function setUp(more: Readonly<Record<string, unknown>> = {}) {
  const shell = await openAccountShell();
  await shell.save('one.tar', dockerSave(testImage({ texts: ['one'] })));
  await shell.save('two.tar', dockerSave(testImage({ texts: ['two'] })));
  const registry = new URL(await startRegistryServer(more)).host;
  const app = `${registry}/a/app`;
  await shell.run(['push', 'one.tar', `${app}:v1`, `${app}:v1.2`]);
  await shell.run(['push', 'two.tar', `${app}:dev`]);
  return { ...shell, registry, app };
}

const tagsAt = async ({ run }: Pick<AccountShell, 'run'>, repository: string): Promise<string[]> =>
  (await run(['tag', 'list', repository, '-o', 'name'])).stdout
    .split('\n')
    .filter(Boolean)
    .map((name) => name.slice(repository.length + 1))
    .sort();

describe('swrctl tag list of another registry', () => {
  itWith('docker-registry')('gives names and digests, and null for what is not told', async () => {
    const { run, app } = await setUp();
    const { stdout, exitCode } = await run(['tag', 'list', app, '--json']);
    expect(exitCode).toBe(0);
    const rows = JSON.parse(stdout) as { name: string; digest: string; mediaType: string }[];
    expect(rows.map(({ name }) => name)).toEqual(['dev', 'v1', 'v1.2']);
    const digest = (await run(['digest', `${app}:v1`])).stdout.trim();
    expect(rows[1]).toEqual({
      ...{ name: 'v1', digest, mediaType: 'application/vnd.docker.distribution.manifest.v2+json' },
      ...{ size: null, createdAt: null, updatedAt: null },
    });
  });

  itWith('docker-registry')('prints names that sibling commands take', async () => {
    const { run, app } = await setUp();
    const { stdout } = await run(['tag', 'list', app, '-o', 'name']);
    expect(stdout).toBe(`${app}:dev\n${app}:v1\n${app}:v1.2\n`);
    expect((await run(['tag', 'list', app])).stdout.split('\n')[0]).toMatch(
      new RegExp(`^${app}:dev\tsha256:[0-9a-f]{64}\tapplication/`),
    );
    expect((await run(['tag', 'list', app, '-o', 'table'])).stdout).toMatch(/^NAME +DIGEST +MEDIA TYPE\n/);
    const query = await run(['tag', 'list', app, '--query', '[?digest].name']);
    expect(JSON.parse(query.stdout)).toEqual(['dev', 'v1', 'v1.2']);
  });

  itWith('docker-registry').each([
    { args: ['--filter', 'v*'], found: ['v1', 'v1.2'] },
    { args: ['--filter', 'v*', '--limit', '1'], found: ['v1'] },
    { args: ['--limit', '2'], found: ['dev', 'v1'] },
    { args: ['--sort', 'name', '--filter', '{v1,dev}'], found: ['dev', 'v1'] },
    { args: ['--filter', 'none*'], found: [] },
  ])('takes $args', async ({ args, found }) => {
    const { run, app } = await setUp();
    const { stdout, exitCode } = await run(['tag', 'list', app, '--json=name', ...args]);
    expect(JSON.parse(stdout)).toEqual(found.map((name) => ({ name })));
    expect(exitCode).toBe(0);
  });

  itWith('docker-registry').each([
    { name: 'a sorting that nobody can do', args: ['--sort', 'size'], exitCode: 2, says: 'sorted by size' },
    { name: 'a tag', suffix: ':v1', exitCode: 2, says: 'names one image, not a repository' },
    { name: 'a repository that is not there', suffix: 'x', exitCode: 5, says: 'Hint: Check the spelling; list' },
  ])('refuses $name', async ({ args = [], suffix = '', exitCode, says }) => {
    const { run, app, registry } = await setUp();
    const result = await run(['tag', 'list', `${app}${suffix}`, ...args]);
    expect(result.stderr).toContain(says);
    expect(result.exitCode).toBe(exitCode);
    if (exitCode === 5) expect(result.stderr).toContain(`swrctl repo list ${registry}\n`);
  });

  it('asks for digests only where one is shown', async () => {
    const shell = await openAccountShell();
    const pages: Oddity = ({ url }, response) => {
      if (!url.includes('/tags/list')) return false;
      const last = url.includes('last=b');
      sendJson(
        response,
        200,
        { tags: last ? ['c', 'd'] : ['a', 'b'] },
        last ? {} : { link: '</v2/x/y/tags/list?last=b>; rel="next"' },
      );
      return true;
    };
    const registry = await startMemoryRegistry(pages);
    const list = (...args: string[]) => shell.run(['tag', 'list', `${registry.host}/x/y`, ...args]);
    expect((await list('-o', 'name', '--limit', '3')).stdout).toBe(
      [...'abc'].map((tag) => `${registry.host}/x/y:${tag}\n`).join(''),
    );
    expect(registry.asked()).toEqual(['GET /v2/x/y/tags/list', 'GET /v2/x/y/tags/list']);
    await list('--json=name', '--limit', '1');
    expect(registry.asked().filter((asked) => asked.includes('manifests'))).toEqual([]);
  });

  itWith('docker-registry')('is for the registry in use, too, where that is no SWR', async () => {
    const { run, registry, home } = await setUp();
    const env = { HOME: home, SWRCTL_CONFIG_DIR: join(home, 'none'), SWRCTL_REGISTRY: registry };
    expect((await run(['tag', 'list', 'a/app', '-o', 'name'], { env })).stdout).toContain(`${registry}/a/app:v1\n`);
    expect((await run(['tag', 'list', 'a/app', '-o', 'name', '--registry', registry])).stdout).toContain(':v1.2\n');
  });

  it('leaves organizations with a dot what they are', async () => {
    const shell = await openAccountShell();
    await shell.run(['org', 'add', 'my.org']);
    await shell.save('one.tar', dockerSave(testImage()));
    await shell.run(['push', 'one.tar', `${shell.registry}/my.org/app:v1`]);
    expect(await shell.run(['tag', 'list', 'my.org/app', '--json=name'])).toMatchObject({ exitCode: 0 });
    expect(JSON.parse((await shell.run(['tag', 'list', 'my.org/app', '--json=name'])).stdout)).toEqual([
      { name: 'v1' },
    ]);
    expect(await shell.run(['tag', 'remove', 'my.org/app:v1', '--yes'])).toMatchObject({ exitCode: 0 });
  });

  it('says of a name with a dot that it is neither an organization nor a host', async () => {
    const { run } = await openAccountShell();
    const { exitCode, stderr } = await run(['tag', 'list', 'nobody.invalid/app', '--retries', '0']);
    expect(stderr).toContain('"nobody.invalid" is neither an organization nor a registry that can be found');
    expect(exitCode).toBe(5);
  });
});

describe('swrctl tag remove at another registry', () => {
  itWith('docker-registry')('removes an image with its only tag', async () => {
    const shell = await setUp();
    const { stderr, stdout, exitCode } = await shell.run(['tag', 'remove', `${shell.app}:dev`, '--yes']);
    expect(stderr).toMatch(new RegExp(`^Removed ${shell.app}:dev, which was sha256:[0-9a-f]{12}\n$`));
    expect(stdout).toBe('');
    expect(exitCode).toBe(0);
    expect(await tagsAt(shell, shell.app)).toEqual(['v1', 'v1.2']);
  });

  itWith('docker-registry')('needs a confirmation', async () => {
    const shell = await setUp();
    const { stderr, exitCode } = await shell.run(['tag', 'remove', `${shell.app}:dev`]);
    expect(stderr).toContain(`Removing tag ${shell.app}:dev needs a confirmation`);
    expect(exitCode).toBe(6);
    const no = await shell.run(['tag', 'remove', `${shell.app}:dev`], { tty: true, stdin: 'n\n' });
    expect(no.exitCode).toBe(6);
    expect(await tagsAt(shell, shell.app)).toContain('dev');
  });

  itWith('docker-registry')('takes no tag with it that nobody named, --yes or not', async () => {
    const shell = await setUp();
    const { stderr, exitCode } = await shell.run(['tag', 'remove', `${shell.app}:v1`, '--yes']);
    expect(stderr).toContain(`with ${shell.app}:v1 would go ${shell.app}:v1.2, so nothing was removed`);
    expect(stderr).toContain(`Hint: To remove them all: swrctl tag remove ${shell.app}:v1 ${shell.app}:v1.2 --yes\n`);
    expect(exitCode).toBe(6);
    expect(await tagsAt(shell, shell.app)).toEqual(['dev', 'v1', 'v1.2']);
  });

  itWith('docker-registry')('removes all tags of an image that are named', async () => {
    const shell = await setUp();
    const args = ['tag', 'remove', `${shell.app}:v1`, `${shell.app}:v1.2`, `${shell.app}:v1`, '--yes'];
    const { stderr, exitCode } = await shell.run(args);
    expect(stderr.split('\n').filter((line) => line.startsWith('Removed '))).toHaveLength(2);
    expect(exitCode).toBe(0);
    expect(await tagsAt(shell, shell.app)).toEqual(['dev']);
  });

  itWith('docker-registry')('asks a person once more, naming the others', async () => {
    const shell = await setUp();
    const answers = async (...lines: string[]) =>
      shell.run(['tag', 'remove', `${shell.app}:v1`], { tty: true, stdin: lineByLine(lines) });
    expect(await answers('y', 'n')).toMatchObject({ exitCode: 6 });
    expect(await tagsAt(shell, shell.app)).toEqual(['dev', 'v1', 'v1.2']);
    const { stderr, exitCode } = await answers('y', 'y');
    expect(stderr).toContain(`${shell.app}:v1.2. Remove them all? [y/N]`);
    expect(exitCode).toBe(0);
    expect(await tagsAt(shell, shell.app)).toEqual(['dev']);
  });

  itWith('docker-registry')('fails in part when a tag is missing', async () => {
    const shell = await setUp();
    const args = ['tag', 'remove', `${shell.app}:nope`, `${shell.app}:dev`, '--yes'];
    const { stderr, exitCode } = await shell.run(args);
    expect(stderr).toContain('1 of 2 tags failed');
    expect(exitCode).toBe(3);
    expect(await tagsAt(shell, shell.app)).toEqual(['v1', 'v1.2']);
    expect(await shell.run(['tag', 'remove', `${shell.app}:nope`, '--yes'])).toMatchObject({ exitCode: 5 });
  });

  itWith('docker-registry').each(['dev', 'v1'])('says that a registry lets nobody delete: %s', async (tag) => {
    const shell = await setUp({ storage: { inmemory: {}, delete: { enabled: false } } });
    const { stderr, exitCode } = await shell.run(['tag', 'remove', `${shell.app}:${tag}`, '--yes']);
    expect(stderr).toContain(`${shell.registry} is read-only, or deleting is switched off there\n`);
    expect(stderr).toContain(`Hint: Ask the operator of ${shell.registry}`);
    expect(exitCode).toBe(1);
    expect(await tagsAt(shell, shell.app)).toEqual(['dev', 'v1', 'v1.2']);
  });

  it.each([
    { refs: ['127.0.0.1:1/a/app'], says: 'names no tag' },
    { refs: [`127.0.0.1:1/a/app:v1@sha256:${'0'.repeat(64)}`], says: 'names a digest' },
    { refs: ['127.0.0.1:1/A/app:v1'], says: 'upper-case' },
  ])('refuses $refs before anything is asked', async ({ refs, says }) => {
    const { run } = await openAccountShell();
    const server = await startMemoryRegistry();
    const { stderr, exitCode } = await run([
      'tag',
      'remove',
      ...refs.map((ref) => ref.replace('127.0.0.1:1', server.host)),
    ]);
    expect(stderr).toContain(says);
    expect(exitCode).toBe(2);
    expect(server.asked()).toEqual([]);
  });

  it('refuses tags of the account and of another registry in one command', async () => {
    const { run } = await openAccountShell();
    const { host } = await startMemoryRegistry();
    const { stderr, exitCode } = await run(['tag', 'remove', 'team/app:v1', `${host}/a/app:v1`, '--yes']);
    expect(stderr).toContain('Hint: Remove them with one command each');
    expect(exitCode).toBe(2);
  });

  it('is for the management API of another SWR', async () => {
    const [here, there] = [await openAccountShell(), await openAccountShell()];
    const { stderr, exitCode } = await here.run(['tag', 'remove', `${there.registry}/team/app:v1`, '--yes']);
    expect(stderr).toContain(`${there.registry} is an SWR, whose tags are removed by its management API`);
    expect(exitCode).toBe(2);
  });
});

/** A terminal gives a line at a time. */
function lineByLine(lines: readonly string[]) {
  return Readable.from(
    (async function* () {
      for (const line of lines) {
        yield Buffer.from(`${line}\n`);
        await new Promise((resolve) => setTimeout(resolve, 300));
      }
    })(),
  );
}

describe('a registry that removes tags alone', () => {
  const image = (text: string) => JSON.stringify({ schemaVersion: 2, mediaType: MANIFEST, layers: [], text });

  async function start(oddity?: Oddity): Promise<{ registry: MemoryRegistry; shell: AccountShell; app: string }> {
    const registry = await startMemoryRegistry(oddity);
    registry.put('a/app', image('one'), MANIFEST, 'v1');
    registry.put('a/app', image('one'), MANIFEST, 'v2');
    return { registry, shell: await openAccountShell(), app: `${registry.host}/a/app` };
  }

  it('keeps the other tags', async () => {
    const { registry, shell, app } = await start();
    expect(await shell.run(['tag', 'remove', `${app}:v1`, '--yes'])).toMatchObject({ exitCode: 0 });
    expect(registry.asked().filter((asked) => asked.startsWith('DELETE'))).toEqual(['DELETE /v2/a/app/manifests/v1']);
    expect(await tagsAt(shell, app)).toEqual(['v2']);
  });

  it('keeps an image that an index needs', async () => {
    const { registry, shell, app } = await start();
    const digest = registry.put('a/app', image('part'), MANIFEST, 'part');
    const index = { schemaVersion: 2, mediaType: INDEX, manifests: [{ mediaType: MANIFEST, digest, size: 1 }] };
    const inner = registry.put('a/app', JSON.stringify(index), INDEX);
    const outer = { schemaVersion: 2, mediaType: INDEX, manifests: [{ mediaType: INDEX, digest: inner, size: 1 }] };
    registry.put('a/app', JSON.stringify(outer), INDEX, 'multi');
    expect(await shell.run(['tag', 'remove', `${app}:part`, '--yes'])).toMatchObject({ exitCode: 0 });
    expect(registry.manifests.has(`a/app@${digest}`)).toBe(true);
    expect(await tagsAt(shell, app)).toEqual(['multi', 'v1', 'v2']);
  });

  it.each([400, 404, 405, 501])('or says by %i that it does not loses nothing', async (status) => {
    const { registry, shell, app } = await start(({ method, url }, response) => {
      if (method !== 'DELETE' || url.includes('sha256:')) return false;
      response.writeHead(status).end();
      return true;
    });
    const { stderr, exitCode } = await shell.run(['tag', 'remove', `${app}:v1`, '--yes']);
    expect(stderr).toContain(`with ${app}:v1 would go ${app}:v2`);
    expect(exitCode).toBe(6);
    expect(registry.manifests.size).toBe(3);
  });

  it('and takes the others with it, against the standard, is told of', async () => {
    const { shell, app, registry } = await start(({ method, url }, response) => {
      if (method !== 'DELETE' || !url.endsWith('/v1')) return false;
      registry.manifests.clear();
      response.writeHead(202).end();
      return true;
    });
    const { stderr, exitCode } = await shell.run(['tag', 'remove', `${app}:v1`, '--yes']);
    expect(stderr).toContain(`removed ${app}:v2, too, although it was asked for one tag only`);
    expect(exitCode).toBe(1);
  });

  it('and says done without doing it is a failure', async () => {
    const { shell, app } = await start(({ method }, response) => {
      if (method !== 'DELETE') return false;
      response.writeHead(202).end();
      return true;
    });
    const { stderr, exitCode } = await shell.run(['tag', 'remove', `${app}:v1`, '--yes']);
    expect(stderr).toContain(`The service said done, but ${app}:v1 is still there`);
    expect(exitCode).toBe(1);
  });

  it('and hides its tags is not guessed about', async () => {
    const { shell, app, registry } = await start(({ url }, response) => {
      if (!url.includes('/tags/list')) return false;
      sendJson(response, 403, { errors: [{ code: 'DENIED' }] });
      return true;
    });
    expect(await shell.run(['tag', 'remove', `${app}:v1`, '--yes'])).toMatchObject({ exitCode: 4 });
    expect(registry.asked().filter((asked) => asked.startsWith('DELETE'))).toEqual([]);
  });
});

describe('a registry with passwords', () => {
  itWith('docker-registry')('is logged in to as its own hint says', async () => {
    const shell = await openAccountShell();
    const path = join(shell.home, 'htpasswd');
    await writeFile(path, HTPASSWD);
    const registry = new URL(await startRegistryServer({ auth: { htpasswd: { realm: 'basic', path } } })).host;
    const hint = `swrctl login ${registry} -u USER --password-stdin`;
    await shell.save('one.tar', dockerSave(testImage()));
    for (const args of [
      ['tag', 'list', `${registry}/a/app`],
      ['tag', 'remove', `${registry}/a/app:v1`, '--yes'],
      ['repo', 'list', registry],
      ['push', 'one.tar', `${registry}/a/app:v1`],
      ['pull', `${registry}/a/app:v1`],
      ['digest', `${registry}/a/app:v1`],
      ['copy', `${registry}/a/app:v1`, 'team/app:v1'],
    ]) {
      const { stderr, exitCode } = await shell.run(args);
      expect(stderr).toContain(hint);
      expect(exitCode).toBe(4);
    }
    const wrong = await shell.run(['login', registry, '-u', 'user', '--password-stdin'], { stdin: 'no' });
    expect(wrong.stderr).toContain('Hint: Check user and password, then run it again');
    expect(wrong.exitCode).toBe(4);
    const login = await shell.run(['login', registry, '-u', 'user', '--password-stdin'], { stdin: 'secret' });
    expect(login.exitCode).toBe(0);
    await shell.run(['push', 'one.tar', `${registry}/a/app:v1`]);
    expect(await tagsAt(shell, `${registry}/a/app`)).toEqual(['v1']);
    expect((await shell.run(['repo', 'list', registry])).stdout).toBe(`${registry}/a/app\n`);
    expect(await shell.run(['tag', 'remove', `${registry}/a/app:v1`, '--yes'])).toMatchObject({ exitCode: 0 });
  });
});
