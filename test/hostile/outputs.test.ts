import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, chown, lchown, mkdir, readdir, readFile, readlink, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { followLinks } from '../../src/archive/output/follow-links.ts';
import { createDockerArchive } from '../../src/archive/write/docker-archive-sink.ts';
import { createOciLayout } from '../../src/archive/write/oci-sink.ts';
import type { Descriptor } from '../../src/model/descriptor.ts';
import { digestOf } from '../../src/model/digest.ts';
import { accountEnv } from '../support/account.ts';
import { dockerSave, testImage } from '../support/archives.ts';
import { createTestEmulator, startTestEmulator } from '../support/emulator.ts';
import { canMount } from '../support/mount.ts';
import { itWith } from '../support/peers.ts';
import { runCli } from '../support/run.ts';
import { tarOf } from '../support/tar.ts';
import { tempDir } from '../support/temp-dir.ts';

const image = testImage();

/** An emulator with `team/app:v1`, and a working folder of its own. */
async function setUp() {
  const emulator = await startTestEmulator({ organizations: ['team'] });
  const home = await tempDir();
  const work = join(home, 'work');
  await mkdir(work);
  await writeFile(join(home, 'source'), tarOf(dockerSave(image)));
  const env = accountEnv(emulator.info, home);
  const cli = (args: readonly string[], cwd = work) => runCli(args, { env, cwd });
  expect(await cli(['push', join(home, 'source'), 'team/app:v1'])).toMatchObject({ exitCode: 0 });
  const pull = (format: string, output: string, ...more: readonly string[]) =>
    cli(['pull', 'team/app:v1', '--format', format, '-o', output, ...more]);
  return { home, work, env, cli, pull };
}

/** Every name below a folder, with the content of files and the target of links. */
async function snapshot(root: string): Promise<Record<string, string>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const described = entries.map(async (entry) => {
    const path = join(entry.parentPath, entry.name);
    if (entry.isSymbolicLink()) return [path, `-> ${await readlink(path)}`] as const;
    return [
      path,
      entry.isFile()
        ? createHash('sha256')
            .update(await readFile(path))
            .digest('hex')
        : 'folder',
    ] as const;
  });
  return Object.fromEntries(await Promise.all(described));
}

const FORMATS = ['docker-archive', 'oci-archive', 'oci'] as const;

/** Things that stand where the output is to go, and what the refusal says of each. */
const IN_THE_WAY: Readonly<Record<string, { make: (path: string) => Promise<unknown>; says: string }>> = {
  'a project folder': {
    make: async (path) => {
      await mkdir(join(path, 'src'), { recursive: true });
      await writeFile(join(path, 'src/main.c'), 'code');
      await writeFile(join(path, '.secret'), 'key');
    },
    says: 'is a folder that holds .secret, src',
  },
  'a folder with nothing but an empty folder': {
    make: (path) => mkdir(join(path, '.git'), { recursive: true }),
    says: 'is a folder that holds .git',
  },
  'a folder that only calls itself a layout': {
    make: async (path) => {
      await mkdir(join(path, 'blobs'), { recursive: true });
      await writeFile(join(path, 'oci-layout'), 'notes about OCI layouts');
      await writeFile(join(path, 'index.json'), '{}');
    },
    says: 'is a folder that holds blobs, index.json, oci-layout',
  },
  'a layout with a file of somebody': {
    make: async (path) => {
      await makeLayout(path);
      await writeFile(join(path, 'main.c'), 'code');
    },
    says: 'is an OCI layout that holds other things: main.c',
  },
  'a layout with sources among the blobs': {
    make: async (path) => {
      await makeLayout(path);
      await mkdir(join(path, 'blobs/src'));
      await writeFile(join(path, 'blobs/sha256/thesis.tex'), 'x');
    },
    says: 'blobs/sha256/thesis.tex, blobs/src',
  },
  'a link to a project folder': {
    make: async (path) => {
      await mkdir(`${path}-real`);
      await writeFile(join(`${path}-real`, 'main.c'), 'code');
      await symlink(`${path}-real`, path);
    },
    says: 'is a folder that holds main.c',
  },
};

async function makeLayout(path: string): Promise<void> {
  await mkdir(join(path, 'blobs/sha256'), { recursive: true });
  await writeFile(join(path, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  await writeFile(join(path, 'index.json'), '{"schemaVersion":2,"manifests":[]}');
  await writeFile(join(path, 'blobs/sha256', createHash('sha256').update('x').digest('hex')), 'x');
}

describe.each(FORMATS)('pull --format %s', (format) => {
  it.each(Object.keys(IN_THE_WAY))('touches nothing of %s, also with --force', async (name) => {
    const { work, pull } = await setUp();
    await IN_THE_WAY[name]?.make(join(work, 'out'));
    const before = await snapshot(work);
    for (const more of [[], ['--force'], ['--force', '--no-resume']]) {
      const result = await pull(format, 'out', ...more);
      expect(result).toMatchObject({ exitCode: 6, stdout: '' });
      expect(result.stderr).toContain(IN_THE_WAY[name]?.says);
    }
    expect(await snapshot(work)).toEqual(before);
  });

  it('replaces no working folder, home folder or root of the disk', async () => {
    const { home, work, pull } = await setUp();
    await writeFile(join(work, 'main.c'), 'code');
    const before = await snapshot(home);
    for (const output of ['.', '..', './', home, `${work}/../work`, '/', '/proc', '/dev']) {
      expect(await pull(format, output, '--force'), output).toMatchObject({ exitCode: 6, stdout: '' });
    }
    expect(await snapshot(home)).toEqual(before);
  });

  it('replaces an empty folder, a file and a layout, and asks for --force first', async () => {
    const { work, pull } = await setUp();
    await mkdir(join(work, 'folder'));
    await writeFile(join(work, 'file'), 'old');
    await makeLayout(join(work, 'layout'));
    await mkdir(join(work, 'layout/ingest')); // as oras leaves it
    await symlink('layout-of-links', join(work, 'link'));
    await makeLayout(join(work, 'layout-of-links'));
    for (const output of ['folder', 'file', 'layout', 'link']) {
      const refused = await pull(format, output);
      expect(refused, output).toMatchObject({ exitCode: 6 });
      expect(refused.stderr).toContain('replace it with --force');
      expect(await pull(format, output, '--force'), output).toMatchObject({ exitCode: 0 });
      expect((await stat(join(work, output))).isDirectory()).toBe(format === 'oci');
      expect(await pull(format, output, '--force'), output).toMatchObject({ exitCode: 0 });
    }
    expect((await readdir(work)).sort()).toEqual(['file', 'folder', 'layout', 'layout-of-links', 'link']);
    expect(await readlink(join(work, 'link'))).toBe('layout-of-links');
  });

  it('makes the file or folder that a dangling link leads to', async () => {
    const { work, pull } = await setUp();
    await symlink('second', join(work, 'first'));
    await symlink('third', join(work, 'second'));
    expect(await pull(format, 'first')).toMatchObject({ exitCode: 0 });
    expect((await readdir(work)).sort()).toEqual(['first', 'second', 'third']);
    expect((await stat(join(work, 'third'))).isDirectory()).toBe(format === 'oci');
    await symlink('nowhere/file', join(work, 'lost'));
    expect(await pull(format, 'lost')).toMatchObject({ exitCode: 1 });
    await symlink('circle', join(work, 'circle'));
    const circle = await pull(format, 'circle');
    expect(circle).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('circle') as string });
  });

  it("leaves somebody's own folder alone that is called as the one beside the output", async () => {
    const { work, pull } = await setUp();
    await mkdir(join(work, 'out.partial/layout'), { recursive: true });
    await writeFile(join(work, 'out.partial/layout/plan.txt'), 'mine');
    await mkdir(join(work, 'two.partial'));
    await writeFile(join(work, 'two.partial/lock.1'), '1 here            0\n');
    await writeFile(join(work, 'two.partial/thesis.tex'), 'mine');
    await writeFile(join(work, 'three.partial'), 'mine');
    const before = await snapshot(work);
    for (const output of ['out', 'two', 'three']) {
      const result = await pull(format, output, '--force');
      expect(result, output).toMatchObject({ exitCode: 6, stdout: '' });
      expect(result.stderr).toContain(`${output}.partial`);
    }
    expect(await snapshot(work)).toEqual(before);
  });

  it('does not replace what swrctl itself needs', async () => {
    const { home, pull } = await setUp();
    await mkdir(join(home, 'swrctl/profiles'), { recursive: true });
    await writeFile(join(home, 'swrctl/config.json'), '{}');
    await symlink(join(home, 'swrctl/config.json'), join(home, 'alias'));
    for (const output of ['swrctl/config.json', 'swrctl/profiles', 'alias', 'cache/layers']) {
      expect(await pull(format, join(home, output), '--force'), output).toMatchObject({ exitCode: 6, stdout: '' });
    }
    expect(await readFile(join(home, 'swrctl/config.json'), 'utf8')).toBe('{}');
    expect(await pull(format, join(home, 'swrctl/app'), '--force')).toMatchObject({ exitCode: 0 });
  });

  it('refuses an empty name, a socket and the like', async () => {
    const { work, pull } = await setUp();
    const server = createServer().listen(join(work, 'socket'));
    onTestFinished(() => void server.close());
    expect(await pull(format, '')).toMatchObject({ exitCode: 2, stdout: '' });
    const result = await pull(format, 'socket', '--force');
    expect(result).toMatchObject({ exitCode: 6, stderr: expect.stringContaining('is a socket') as string });
    expect((await stat(join(work, 'socket'))).isSocket()).toBe(true);
  });
});

describe('what is replaced', () => {
  it('keeps who may read it', async () => {
    const { work, pull } = await setUp();
    await writeFile(join(work, 'file'), 'old', { mode: 0o600 });
    await mkdir(join(work, 'folder'), { mode: 0o700 });
    expect(await pull('docker-archive', 'file', '--force')).toMatchObject({ exitCode: 0 });
    expect(await pull('oci', 'folder', '--force')).toMatchObject({ exitCode: 0 });
    expect((await stat(join(work, 'file'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(work, 'folder'))).mode & 0o777).toBe(0o700);
  });

  it('may be the working folder, which then is another one', async () => {
    const { work, pull } = await setUp();
    const result = await pull('oci', '.', '--force');
    expect(result).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('cd .') as string });
    expect((await readdir(work)).sort()).toEqual(['blobs', 'index.json', 'oci-layout']);
  });

  itWith('skopeo', 'umoci')('may be a layout of skopeo or umoci', async () => {
    const { home, work, pull } = await setUp();
    execFileSync('skopeo', ['copy', '-q', `docker-archive:${join(home, 'source')}`, `oci:${join(work, 'skopeo')}:v1`]);
    execFileSync('umoci', ['init', '--layout', join(work, 'umoci')]);
    for (const output of ['skopeo', 'umoci']) {
      expect(await pull('oci', output, '--force'), output).toMatchObject({ exitCode: 0 });
      execFileSync('skopeo', ['inspect', `oci:${join(work, output)}:v1`]);
    }
  });

  it.skipIf(!canMount())('is no mount point (skipped where none can be made)', async () => {
    const { work, pull } = await setUp();
    await mkdir(join(work, 'tmpfs'));
    await mkdir(join(work, 'bound folder'));
    await writeFile(join(work, 'bound'), 'old');
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', join(work, 'tmpfs')]);
    for (const name of ['bound folder', 'bound']) {
      execFileSync('mount', ['--bind', join(work, name), join(work, name)]);
    }
    const mounted = ['tmpfs', 'bound folder', 'bound'];
    onTestFinished(() => {
      for (const name of mounted) execFileSync('umount', [join(work, name)]);
    });
    for (const output of mounted) {
      const result = await pull('oci', output, '--force');
      expect(result).toMatchObject({ exitCode: 6, stderr: expect.stringContaining('is a mount point') as string });
    }
    expect(await pull('oci', 'tmpfs/image')).toMatchObject({ exitCode: 0 });
  });

  const blob = Buffer.from('config');
  const descriptor: Descriptor = {
    mediaType: 'application/vnd.docker.container.image.v1+json',
    digest: digestOf(blob),
    size: blob.length,
  };

  it.each([
    { name: 'a layout that got a file', create: createOciLayout, make: makeLayout, add: 'notes.txt' },
    { name: 'an empty folder that got one', create: createOciLayout, make: mkdir, add: 'notes.txt' },
    { name: 'a layout under a new tar', create: createDockerArchive, make: makeLayout, add: 'blobs/notes.txt' },
    { name: 'an empty folder under a new tar', create: createDockerArchive, make: mkdir, add: 'notes.txt' },
  ])('is looked at again in the end: $name stays', async ({ create, make, add }) => {
    const folder = await tempDir();
    const path = join(folder, 'out');
    await make(path);
    const sink = await create(path, { force: true });
    await sink.push(descriptor, () => Promise.resolve(Readable.from([blob])));
    await writeFile(join(path, add), 'mine');
    const before = await snapshot(path);
    await expect(sink.commit()).rejects.toMatchObject({ code: 'OUTPUT_EXISTS' });
    await sink.discard();
    expect(await snapshot(path)).toEqual(before);
    expect(await readdir(folder)).toEqual(['out']);
  });

  it('may have come to its place while the pull ran', async () => {
    const path = join(await tempDir(), 'out');
    const sink = await createOciLayout(path, { force: true });
    await mkdir(path);
    await writeFile(join(path, 'main.c'), 'code');
    await expect(sink.commit()).rejects.toMatchObject({ code: 'OUTPUT_EXISTS' });
    await sink.discard();
    expect(await readdir(path)).toEqual(['main.c']);
  });

  it('costs nobody a file that was put into the folder beside it', async () => {
    const path = join(await tempDir(), 'out');
    const sink = await createOciLayout(path);
    await sink.push(descriptor, () => Promise.resolve(Readable.from([blob])));
    await writeFile(join(`${path}.partial`, 'mine.txt'), 'mine');
    await sink.commit();
    expect(await readdir(`${path}.partial`)).toEqual(['mine.txt']);
  });
});

describe.skipIf(process.geteuid?.() !== 0)('a link in a folder that everybody writes to (needs root)', () => {
  async function shared(owner: number) {
    const folder = await tempDir();
    await symlink('trap', join(folder, 'app.tar'));
    await lchown(join(folder, 'app.tar'), owner, owner);
    await chmod(folder, 0o1777);
    return join(folder, 'app.tar');
  }

  it('is not followed when somebody else has put it there', async () => {
    await expect(followLinks(await shared(12345))).rejects.toMatchObject({ code: 'OUTPUT_EXISTS' });
  });

  it('is followed when it is our own, or that of the owner of the folder', async () => {
    const own = await shared(0);
    expect((await followLinks(own)).path).toBe(join(own, '../trap'));
    const theirs = await shared(12345);
    await chown(join(theirs, '..'), 12345, 12345);
    expect((await followLinks(theirs)).path).toBe(join(theirs, '../trap'));
  });
});

describe('a data folder of the emulator', () => {
  it.each(['uploads/photo.jpg', 'blobs/sha256/photo.jpg', 'index.html'])('is not one with %s in it', async (file) => {
    const project = await tempDir();
    await mkdir(dirname(join(project, file)), { recursive: true });
    await writeFile(join(project, file), 'mine');
    const before = await snapshot(project);
    await expect(createTestEmulator({ dataDir: project })).rejects.toMatchObject({
      code: 'OUTPUT_EXISTS',
      message: expect.stringContaining(file.split('/')[0] ?? '') as string,
    });
    expect(await snapshot(project)).toEqual(before);
  });

  it('is an empty one or its own', async () => {
    const own = await tempDir();
    await (await createTestEmulator({ dataDir: own })).close();
    await writeFile(join(own, 'README'), 'what this is'); // an emulator's all the same
    await (await createTestEmulator({ dataDir: own })).close();
    expect(await readFile(join(own, 'README'), 'utf8')).toBe('what this is');
  });
});
