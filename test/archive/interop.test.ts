import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { openArchive } from '../../src/archive/read/archive.ts';
import type { ArchiveSink } from '../../src/archive/write/archive-sink.ts';
import { createDockerArchive } from '../../src/archive/write/docker-archive-sink.ts';
import { createOciArchive, createOciLayout } from '../../src/archive/write/oci-sink.ts';
import { choicesOf } from '../../src/archive/read/select.ts';
import { checkLayer } from '../../src/content/check-layer.ts';
import { buildManifest } from '../../src/model/manifest.ts';
import { DOCKER, layerType, OCI, type MediaTypeFamily } from '../../src/model/media-type.ts';
import { copyRootFs, startDockerEngine, type DockerEngine } from '../support/docker-engine.ts';
import { findProgram, itWith } from '../support/peers.ts';
import { tempDir } from '../support/temp-dir.ts';

const exec = promisify(execFile);
const NAME = 'reg.example.com/g/app:v9';
const canRun = process.getuid?.() === 0 && findProgram('dockerd') !== undefined;

let engine: DockerEngine;
let saved: Buffer;
let imageId: string;
let diffIDs: unknown;

/** Runs a program; gives stdout. */
const run = async (program: string, ...args: readonly string[]): Promise<string> =>
  (await exec(program, [...args], { maxBuffer: 1e8 })).stdout;

/** An image with two layers that are the same, made and saved by docker itself. */
async function saveImage(folder: string): Promise<void> {
  await copyRootFs(join(folder, 'root'));
  await run('tar', '-C', join(folder, 'root'), '-cf', join(folder, 'root.tar'), '.');
  await engine.docker('import', join(folder, 'root.tar'), 'base:1');
  await writeFile(join(folder, 'a'), 'one\n');
  await writeFile(join(folder, 'b'), 'two\n');
  const steps = ['FROM base:1', 'COPY a /a', 'COPY b /b', 'COPY a /a', 'CMD ["/bin/sh","-c","read x < /b; echo $x"]'];
  await writeFile(join(folder, 'Dockerfile'), steps.join('\n'));
  imageId = await engine.docker('build', '--quiet', '--tag', 'app:v1', folder);
  diffIDs = JSON.parse(await engine.docker('image', 'inspect', '--format', '{{json .RootFS.Layers}}', imageId));
  await engine.docker('tag', 'app:v1', 'reg.example.com/g/app:v2');
  await engine.docker('save', '-o', join(folder, 'saved.tar'), 'app:v1', 'reg.example.com/g/app:v2');
  saved = await readFile(join(folder, 'saved.tar'));
  await engine.docker('rmi', '--force', imageId, 'base:1');
}

beforeAll(async () => {
  if (!canRun && process.env['CI'] !== 'true') return;
  engine = await startDockerEngine();
  const folder = await mkdtemp(join(tmpdir(), 'swrctl-image-'));
  try {
    await saveImage(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
});

afterAll(async () => {
  if (canRun) await engine.close();
});

const needs = (...programs: readonly string[]) => itWith('dockerd', ...programs);

async function savedFile(): Promise<string> {
  const path = join(await tempDir(), 'saved.tar');
  await writeFile(path, saved);
  return path;
}

/** Reads every layer of an archive and expects docker's image in it; gives its names. */
async function expectImage(path: string): Promise<readonly string[]> {
  const archive = await openArchive(path);
  try {
    expect(archive.images).toHaveLength(1);
    for (const { load } of archive.images) {
      const node = await load();
      if (node.kind !== 'image') throw new Error('not a single image');
      for (const layer of node.layers) await checkLayer(layer);
      expect(node.layers.map(({ diffID }) => diffID)).toEqual(diffIDs);
      expect(node.config.image?.defaults.cmd.at(-1)).toBe('read x < /b; echo $x');
    }
    return archive.images.flatMap(({ names, bareTags }) => [...names, ...bareTags]);
  } finally {
    await archive.close();
  }
}

/** Copies the one image of an archive into a sink, layers as they are, under the types of a family. */
async function copyInto(sink: ArchiveSink, source: string, family: MediaTypeFamily): Promise<void> {
  const archive = await openArchive(source);
  const node = await archive.images[0]?.load();
  if (node?.kind !== 'image') throw new Error('not a single image');
  const { bytes, descriptor } = node.config;
  const config = { ...descriptor, mediaType: family === 'docker' ? DOCKER.config : OCI.config };
  const layers = [];
  await sink.push(config, () => Promise.resolve(Readable.from([bytes])));
  for (const { compression, size, digest, open } of node.layers) {
    if (digest === undefined) throw new Error('a layer without a digest');
    const layer = { mediaType: layerType(family, compression), size, digest };
    layers.push(layer);
    await sink.push(layer, open);
  }
  const manifest = buildManifest({ family, config, layers });
  await sink.pushManifest(manifest);
  await sink.tag(manifest, NAME);
  await sink.commit();
  await archive.close();
}

describe('reading', () => {
  needs()('takes what docker save writes', async () => {
    expect(await expectImage(await savedFile())).toEqual(['app:v1', 'reg.example.com/g/app:v2']);
  });

  needs('skopeo').each(['docker-archive', 'oci-archive', 'oci'])(
    'takes what skopeo writes as %s',
    async (transport) => {
      const path = join(await tempDir(), 'out');
      await run('skopeo', 'copy', `docker-archive:${await savedFile()}:app:v1`, `${transport}:${path}:app:v3`);
      const [name] = await expectImage(path);
      expect(name).toMatch(/^(docker.io\/library\/)?app:v3$/);
    },
  );

  needs('skopeo', 'umoci')('takes a layout that umoci has changed', async () => {
    const folder = await tempDir();
    const layout = join(folder, 'layout');
    await run('skopeo', 'copy', `docker-archive:${await savedFile()}:app:v1`, `oci:${layout}:v1`);
    await run('umoci', 'config', '--image', `${layout}:v1`, '--tag', 'v2', '--config.user', 'nobody');
    const archive = await openArchive(layout);
    expect(archive.images.map(({ bareTags }) => bareTags)).toEqual([['v1'], ['v2']]);
    const changed = await archive.images[1]?.load();
    expect(changed?.kind === 'image' && changed.config.image?.defaults.user).toBe('nobody');
  });
});

/** What containerd calls an image that Kubernetes pulled: by tag, by digest and by the digest of its config. */
async function nameAsKubernetes(): Promise<{ names: readonly string[]; digest: string; id: string }> {
  await engine.ctr('-n', 'k8s.io', 'images', 'import', '--no-unpack', await savedFile());
  const tag = 'docker.io/library/app:v1';
  const list = await engine.ctr('-n', 'k8s.io', 'images', 'list', `name==${tag}`);
  const digest = /sha256:[0-9a-f]{64}/.exec(list)?.[0] ?? '';
  const id = imageId.startsWith('sha256:') ? imageId : `sha256:${imageId}`;
  const pinned = `docker.io/library/app@${digest}`;
  await engine.ctr('-n', 'k8s.io', 'images', 'tag', '--force', tag, pinned, id);
  return { names: [tag, pinned, id], digest, id };
}

describe('what containerd exports of Kubernetes', () => {
  needs('ctr')('is one image with a tag, and with names that are digests', async () => {
    const { names, digest, id } = await nameAsKubernetes();
    const path = join(await tempDir(), 'exported.tar');
    await engine.ctr('-n', 'k8s.io', 'images', 'export', path, ...names);
    expect(await expectImage(path)).toEqual(['app:v1', `app@${digest}`, id]);
    const archive = await openArchive(path);
    expect([...choicesOf(archive.images).values()]).toEqual(['app:v1']);
    expect(archive.images[0]?.places).toEqual([0, 1, 2]);
    await archive.close();
  });
});

describe('archives that docker loads', () => {
  needs('skopeo').each([
    { name: 'with lower-case keys', change: lowerCaseKeys },
    { name: 'with a config that is named by another digest', change: renameConfig },
  ])('are read: $name', async ({ change }) => {
    const folder = await tempDir();
    await run('tar', '-C', folder, '-xf', await savedFile());
    // Only the docker-archive, as older ones write it.
    await Promise.all(['index.json', 'oci-layout'].map((name) => rm(join(folder, name), { force: true })));
    await writeFile(join(folder, 'manifest.json'), await change(folder));
    const path = join(await tempDir(), 'changed.tar');
    await run('tar', '-C', folder, '-cf', path, '.');
    await run('skopeo', 'inspect', `docker-archive:${path}:app:v1`);
    expect(await expectImage(path)).toEqual(['app:v1', 'reg.example.com/g/app:v2']);
    expect(await engine.docker('load', '--input', path)).toContain('Loaded image: app:v1');
    await engine.docker('rmi', '--force', imageId);
  });
});

async function lowerCaseKeys(folder: string): Promise<string> {
  const text = await readFile(join(folder, 'manifest.json'), 'utf8');
  return text.replace(/"([A-Z])(\w+)":/g, (_, first: string, rest: string) => `"${first.toLowerCase()}${rest}":`);
}

async function renameConfig(folder: string): Promise<string> {
  const text = await readFile(join(folder, 'manifest.json'), 'utf8');
  const config = /"Config":"([^"]+)"/.exec(text)?.[1] ?? '';
  const other = `${'a'.repeat(64)}.json`;
  await rename(join(folder, config), join(folder, other));
  return text.replace(config, other);
}

const SOURCES = ['plain layers', 'gzip layers'] as const;

/** docker's archive, or what skopeo packs it to. */
async function sourceOf(kind: (typeof SOURCES)[number]): Promise<string> {
  const file = await savedFile();
  if (kind === 'plain layers') return file;
  const layout = join(await tempDir(), 'layout');
  await run('skopeo', 'copy', `docker-archive:${file}:app:v1`, `oci:${layout}:v1`);
  return layout;
}

describe('writing', () => {
  needs('skopeo').each(SOURCES)('makes a docker-archive with %s that docker loads and runs', async (kind) => {
    const path = join(await tempDir(), 'out.tar');
    await copyInto(await createDockerArchive(path), await sourceOf(kind), 'docker');
    expect(await engine.docker('load', '--input', path)).toBe(`Loaded image: ${NAME}`);
    // skopeo writes configs anew, so only docker's own keeps its id.
    const id = await engine.docker('image', 'inspect', '--format', '{{.Id}}', NAME);
    if (kind === 'plain layers') expect(id).toBe(imageId);
    expect(await engine.docker('run', '--rm', '--network', 'none', NAME)).toBe('two');
    await engine.docker('rmi', '--force', NAME);
  });

  needs('skopeo').each(SOURCES)('makes archives with %s that skopeo reads', async (kind) => {
    const [folder, source] = [await tempDir(), await sourceOf(kind)];
    await copyInto(await createDockerArchive(join(folder, 'docker')), source, 'docker');
    await copyInto(await createOciArchive(join(folder, 'archive')), source, 'oci');
    await copyInto(await createOciLayout(join(folder, 'layout')), source, 'oci');
    for (const from of ['docker-archive:docker', 'oci-archive:archive:v9', 'oci:layout:v9']) {
      const reference = from.replace(':', `:${folder}/`);
      const target = join(folder, 'copy');
      await run('skopeo', 'copy', reference, `docker-archive:${target}:app:v1`);
      await expectImage(target);
      await rm(target);
    }
  });

  needs('skopeo', 'umoci')('makes a layout that umoci unpacks', async () => {
    const folder = await tempDir();
    await copyInto(await createOciLayout(join(folder, 'layout')), await sourceOf('gzip layers'), 'oci');
    await run('umoci', 'unpack', '--image', `${join(folder, 'layout')}:v9`, join(folder, 'bundle'));
    expect(await readFile(join(folder, 'bundle/rootfs/b'), 'utf8')).toBe('two\n');
  });

  needs('skopeo', 'ctr').each(['docker-archive', 'oci-archive'])(
    'makes a file of the kind %s that containerd imports',
    async (format) => {
      const path = join(await tempDir(), 'out.tar');
      const source = await sourceOf('gzip layers');
      if (format === 'oci-archive') await copyInto(await createOciArchive(path), source, 'oci');
      else await copyInto(await createDockerArchive(path), source, 'docker');
      expect(await engine.ctr('images', 'import', path)).toContain(`unpacking ${NAME}`);
      const exported = join(await tempDir(), 'exported.tar');
      await engine.ctr('images', 'export', exported, NAME);
      expect(await expectImage(exported)).toEqual([NAME]);
      await engine.ctr('images', 'remove', NAME);
    },
  );
});
