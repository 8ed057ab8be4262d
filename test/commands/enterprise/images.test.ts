import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../support/archives.ts';
import { digestOf } from '../../support/registry-calls.ts';
import type { TarItem } from '../../support/tar.ts';
import { containerdStore, docker25, expected, GOOD, image, multiPlatform } from '../../support/zoo.ts';
import { openInstanceShell, type InstanceShell } from './instance-shell.ts';

/** Images on their way to an instance, where they stay what they are, and back. */
const REPOSITORY = 'library/zoo';

interface Manifest {
  readonly digest?: string;
  readonly config?: { readonly digest: string };
  readonly manifests?: readonly { readonly digest: string }[];
}

/** The digests of `index.json`. */
function topsOf(items: readonly TarItem[]): string[] {
  const index = items.find(({ name }) => name === 'index.json')?.data;
  return index === undefined
    ? []
    : (JSON.parse(String(index)) as Required<Manifest>).manifests.map((one) => one.digest);
}

/** The digest that a push prints behind the reference. */
const printed = (stdout: string): string => stdout.trim().split('@').at(-1) ?? '';

async function open() {
  const shell = await openInstanceShell();
  const host = shell.emulator.info.instances[0]?.host ?? '';
  const done = async (run: InstanceShell['run'], ...args: readonly string[]): Promise<string> => {
    const { stdout, stderr, exitCode } = await run(args);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    return stdout;
  };
  return { ...shell, host, done: (...args: readonly string[]) => done(shell.run, ...args), shared: done };
}

/** Without what only asks, and the login. */
const changes = (calls: readonly string[]): string[] =>
  calls.filter((call) => !call.startsWith('HEAD ') && !call.endsWith('/temp-credential'));

/** Every blob of a layout that was pulled, checked against its name. */
async function blobsIn(layout: string): Promise<string[]> {
  const folder = join(layout, 'blobs/sha256');
  const names = (await readdir(folder)).sort();
  for (const name of names) expect(sha256(await readFile(join(folder, name)))).toBe(name);
  return names.map((name) => `sha256:${name}`);
}

/** A foreign layer that is nowhere cannot go anywhere; an index whose parts are absent becomes another one. */
const isWhole = ({ name, items }: (typeof GOOD)[number]): boolean =>
  !name.startsWith('Windows') && items !== containerdStore;

describe('push to an instance, and pull', () => {
  it.each(GOOD.filter(isWhole))('keeps every byte: $name', async ({ items, images = [expected(image)] }) => {
    const { save, done, home } = await open();
    await save('a.tar', items);
    const digest = printed(await done('push', 'a.tar', `${REPOSITORY}:v1`));
    const tops = topsOf(items);
    // Where the archive has one manifest, that is what the tag holds.
    if (new Set(tops).size === 1) expect(digest).toBe(tops[0]);
    const raw = await done('manifest', `${REPOSITORY}:v1`);
    expect([digestOf(raw), digestOf(raw.replace(/\n$/, ''))]).toContain(digest);
    await done('pull', `${REPOSITORY}:v1`, '--format', 'oci', '-o', 'back', '--all-platforms');
    const blobs = await blobsIn(join(home, 'back'));
    // An archive of docker comes back with the types of OCI, and layers without compression come back packed.
    if (tops.length > 0 && items !== docker25) expect(blobs).toContain(digest);
    for (const { config } of images as readonly { config: string }[]) expect(blobs).toContain(`sha256:${config}`);
    const inArchive = items
      .filter(({ name }) => name.startsWith('blobs/sha256/'))
      .map(({ data }) => digestOf(data ?? ''));
    if (new Set(tops).size === 1 && items !== docker25)
      expect(inArchive.filter((one) => !blobs.includes(one))).toEqual([]);
  });

  it('says what it leaves out of an index whose parts are absent', async () => {
    const { save, run } = await open();
    await save('a.tar', containerdStore);
    const { stderr, exitCode, stdout } = await run(['push', 'a.tar', `${REPOSITORY}:v1`]);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('linux/arm64/v8');
    expect(stderr).toContain('left out');
    expect(topsOf(containerdStore)).not.toContain(printed(stdout));
  });

  it('sends nothing the second time', async () => {
    const { save, done, emulator } = await open();
    await save('a.tar', multiPlatform);
    await done('push', 'a.tar', `${REPOSITORY}:v1`);
    const sent = async () =>
      (await emulator.calls()).filter(
        ({ method, path }) => method !== 'HEAD' && method !== 'GET' && path.includes('/blobs/'),
      );
    const before = (await sent()).length;
    expect(before).toBeGreaterThan(0);
    expect(printed(await done('push', 'a.tar', `${REPOSITORY}:v2`))).toBe(topsOf(multiPlatform)[0]);
    expect(await sent()).toHaveLength(before);
  });
});

describe('push --dry-run to an instance', () => {
  it('changes nothing', async () => {
    const { save, run, writes } = await open();
    await save('a.tar', multiPlatform);
    const result = await run(['push', 'a.tar', `${REPOSITORY}:v1`, '--dry-run']);
    expect(result).toMatchObject({ exitCode: 0 });
    expect(result.stderr).toContain('Would push');
    const missing = await run(['push', 'a.tar', 'nowhere/zoo:v1', '--dry-run']);
    expect(missing).toMatchObject({ exitCode: 5, stdout: '' });
    expect(await run(['push', 'a.tar', 'nowhere/zoo:v1', '--dry-run', '--create-org'])).toMatchObject({ exitCode: 0 });
    expect(changes(await writes())).toEqual([]);
  });
});

describe('copy between the editions', () => {
  it('goes from the shared edition to an instance and back with the same digest', async () => {
    const { save, done, shared, runShared, host, registry } = await open();
    await save('a.tar', docker25);
    const start = printed(await shared(runShared, 'push', 'a.tar', 'team/app:v1'));
    await done('org', 'list'); // from then on its host is known
    const there = await shared(runShared, 'copy', `${registry}/team/app:v1`, `${host}/${REPOSITORY}:v1`);
    expect(printed(there)).toBe(start);
    const back = await shared(runShared, 'copy', `${host}/${REPOSITORY}:v1`, `${registry}/team/again:v1`);
    expect(printed(back)).toBe(start);
    expect((await shared(runShared, 'digest', 'team/again:v1')).trim()).toBe(start);
  });

  it('leaves out of an index what the shared edition does not take, and says so', async () => {
    const { save, done, runShared, host, registry } = await open();
    await save('a.tar', multiPlatform);
    await done('push', 'a.tar', `${REPOSITORY}:v1`);
    const dry = await runShared(['copy', `${host}/${REPOSITORY}:v1`, `${registry}/team/app:v1`, '--dry-run']);
    expect(dry).toMatchObject({ exitCode: 0 });
    const copied = await runShared(['copy', `${host}/${REPOSITORY}:v1`, `${registry}/team/app:v1`]);
    expect(copied).toMatchObject({ exitCode: 0 });
    expect(copied.stderr).toContain('left out 1 attestation');
    expect(printed(copied.stdout)).not.toBe(topsOf(multiPlatform)[0]);
  });

  it('gives each side its own login only', async () => {
    const { save, done, shared, runShared, host, registry, emulator } = await open();
    await save('a.tar', docker25);
    await shared(runShared, 'push', 'a.tar', 'team/app:v1');
    await done('org', 'list');
    await shared(runShared, 'copy', `${registry}/team/app:v1`, `${host}/${REPOSITORY}:v1`);
    const calls = await emulator.calls();
    expect(calls.filter(({ path, status }) => path.startsWith('/service/token') && status !== 200)).toEqual([]);
    expect(calls.filter(({ path }) => path.endsWith('/temp-credential'))).toHaveLength(1);
  });
});

describe('looking at an image of an instance', () => {
  it('inspect tells what the tag holds', async () => {
    const { save, done, host, json } = await open();
    await save('a.tar', multiPlatform);
    await done('push', 'a.tar', `${REPOSITORY}:v1`);
    const seen = await json(['inspect', `${host}/${REPOSITORY}:v1`]);
    expect(seen).toMatchObject({
      digest: topsOf(multiPlatform)[0],
      mediaType: 'application/vnd.oci.image.index.v1+json',
    });
    expect(await json(['inspect', `${REPOSITORY}:v1`])).toEqual(seen);
  });

  it('diff compares archive and instance, and instance and shared edition', async () => {
    const { save, run, done, shared, runShared, host, registry } = await open();
    await save('a.tar', docker25);
    await save('b.tar', multiPlatform);
    await done('push', 'a.tar', `${REPOSITORY}:v1`);
    await shared(runShared, 'push', 'a.tar', 'team/app:v1');
    expect(await run(['diff', 'a.tar', `${host}/${REPOSITORY}:v1`])).toMatchObject({ exitCode: 0 });
    expect(await runShared(['diff', `${registry}/team/app:v1`, `${host}/${REPOSITORY}:v1`])).toMatchObject({
      exitCode: 0,
    });
    expect(await run(['diff', 'b.tar', `${host}/${REPOSITORY}:v1`])).toMatchObject({ exitCode: 10 });
  });

  it('a tag that is not there is exit 5 everywhere', async () => {
    const { run, host } = await open();
    const there = `${host}/${REPOSITORY}:v1`;
    for (const args of [
      ['inspect', there],
      ['digest', there],
      ['pull', there, '-o', 'x.tar'],
      ['manifest', there],
    ]) {
      expect(await run(args), args.join(' ')).toMatchObject({ exitCode: 5, stdout: '' });
    }
  });
});
