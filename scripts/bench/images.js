// Images that look like real ones, made of files of the Debian packages on this machine; and odd ones, made of nothing.
import { execFileSync } from 'node:child_process';
import { createCipheriv, createHash } from 'node:crypto';
import { closeSync, createReadStream, openSync, lstatSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { TAR_END, paddingOf, tarEntry, tarHeader } from './tar.js';

export const MB = 1024 * 1024;

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

async function fileDigest(path) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: MB }), hash);
  return hash.digest('hex');
}

/** Regular files of all installed packages, in the order of their names. */
function packageFiles() {
  const names = execFileSync('dpkg-query', ['-W', '-f', '${binary:Package}\\n'], { encoding: 'utf8' }).trim();
  const list = execFileSync('dpkg-query', ['-L', ...names.split('\n').sort()], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const seen = new Set();
  return list.split('\n').flatMap((path) => {
    if (!path.startsWith('/') || seen.has(path)) return [];
    seen.add(path);
    const info = lstatSync(path, { throwIfNoEntry: false });
    return info?.isFile() ? [{ path, size: info.size }] : [];
  });
}

/** Writes the next files, about that many bytes of them, as a layer. */
function fileLayer(folder, files, size, name) {
  const chosen = [];
  for (let sum = 0; sum < size && files.length > 0;) {
    const file = files.shift();
    // One huge file would make a layer of one kind.
    if (file.size > size / 4) continue;
    chosen.push(file.path.slice(1));
    sum += file.size;
  }
  const path = join(folder, name);
  const list = `${path}.list`;
  writeFileSync(list, chosen.join('\n'));
  const same = ['--no-recursion', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner'];
  execFileSync('tar', ['-cf', path, '-C', '/', ...same, '-T', list], { stdio: ['ignore', 'ignore', 'ignore'] });
  rmSync(list);
  return path;
}

/** Bytes that nothing can pack, the same on every machine. */
function randomLayer(folder, size, name, key) {
  const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16, key), Buffer.alloc(16));
  const path = join(folder, name);
  writeFileSync(path, Buffer.concat([tarEntry(`${name}.bin`, cipher.update(Buffer.alloc(size))), TAR_END]));
  return path;
}

/**
 * A docker-archive of five layers, and another one with a sixth of 1 MB on top.
 *
 * @param size bytes of all layers together, about
 * @returns paths, and sizes of the layers
 */
export async function makeImages(folder, size) {
  const files = packageFiles();
  const random = Math.min(64 * MB, Math.floor(size / 8));
  const shares = [0.45, 0.3, 0.17, 0.08];
  const layers = shares.map((share, index) => fileLayer(folder, files, (size - random) * share, `layer${index}.tar`));
  layers.push(randomLayer(folder, random, 'random.tar', 1));
  const image = join(folder, 'image.tar');
  const sizes = layers.map((path) => statSync(path).size);
  await writeArchive(image, layers);
  const changed = join(folder, 'changed.tar');
  const top = randomLayer(folder, MB / 2, 'top.tar', 2);
  const text = fileLayer(folder, files, MB / 2, 'text.tar');
  execFileSync('tar', ['-Af', text, top]);
  await writeArchive(changed, [...layers, text]);
  for (const path of [...layers, top, text]) rmSync(path);
  return { image, changed, sizes };
}

/** The layout of `docker save` before 25. */
async function writeArchive(path, layers, name = 'bench/app:v1') {
  const hexes = [];
  for (const layer of layers) hexes.push(await fileDigest(layer));
  const metadata = archiveMetadata(hexes, name);
  const target = openSync(path, 'w');
  for (const [index, layer] of layers.entries()) {
    const { size } = statSync(layer);
    writeSync(target, tarHeader(`${hexes[index]}/layer.tar`, size));
    for await (const chunk of createReadStream(layer, { highWaterMark: MB })) writeSync(target, chunk);
    writeSync(target, Buffer.alloc(paddingOf(size)));
  }
  writeSync(target, Buffer.concat([metadata, TAR_END]));
  closeSync(target);
}

function archiveMetadata(hexes, name) {
  const config = Buffer.from(
    JSON.stringify({
      ...{ architecture: 'amd64', os: 'linux', created: '2026-01-01T00:00:00Z', config: { Cmd: ['/bin/true'] } },
      history: hexes.map(() => ({ created: '2026-01-01T00:00:00Z', created_by: 'npm run bench' })),
      rootfs: { type: 'layers', diff_ids: hexes.map((hex) => `sha256:${hex}`) },
    }),
  );
  const Config = `${sha256(config)}.json`;
  const manifest = [{ Config, RepoTags: [name], Layers: hexes.map((hex) => `${hex}/layer.tar`) }];
  return Buffer.concat([tarEntry(Config, config), tarEntry('manifest.json', Buffer.from(JSON.stringify(manifest)))]);
}

/** A docker-archive with one layer of that many bytes, a file of zeros that takes no room on the disk. */
export function makeSparseImage(folder, size) {
  const path = join(folder, 'sparse.tar');
  const inner = tarHeader('zeros', size);
  const zeros = Buffer.alloc(MB);
  const hash = createHash('sha256').update(inner);
  for (let done = 0; done < size + TAR_END.length; done += zeros.length) {
    hash.update(zeros.subarray(0, size + TAR_END.length - done));
  }
  const hex = hash.digest('hex');
  const layerSize = inner.length + size + TAR_END.length;
  const target = openSync(path, 'w');
  writeSync(target, Buffer.concat([tarHeader(`${hex}/layer.tar`, layerSize), inner]));
  const end = 512 + layerSize + paddingOf(layerSize);
  writeSync(target, Buffer.concat([archiveMetadata([hex], 'bench/sparse:v1'), TAR_END]), 0, undefined, end);
  closeSync(target);
  return path;
}

/** A docker-archive of tiny layers, with entries that belong to no image beside them. */
export function makeTinyImage(path, { layers = 1, entries = 0 }) {
  const contents = Array.from({ length: layers }, (_, index) =>
    Buffer.concat([tarEntry(`f${index}`, Buffer.from(`${index}`)), TAR_END]),
  );
  const hexes = contents.map(sha256);
  const parts = contents.map((bytes, index) => tarEntry(`${hexes[index]}/layer.tar`, bytes));
  const others = Array.from({ length: entries }, (_, index) => tarEntry(`other/${index}`, Buffer.from('x')));
  writeFileSync(path, Buffer.concat([...parts, ...others, archiveMetadata(hexes, 'bench/tiny:v1'), TAR_END]));
  return path;
}

/** An OCI archive whose index has that many platforms, with an image of one tiny layer each. */
export function makeTinyIndex(path, platforms) {
  const entries = [tarEntry('oci-layout', Buffer.from('{"imageLayoutVersion":"1.0.0"}'))];
  const store = (mediaType, bytes) => {
    const hex = sha256(bytes);
    entries.push(tarEntry(`blobs/sha256/${hex}`, bytes));
    return { mediaType: `application/vnd.oci.image.${mediaType}`, digest: `sha256:${hex}`, size: bytes.length };
  };
  const storeJson = (mediaType, value) => store(mediaType, Buffer.from(JSON.stringify(value)));
  const manifests = Array.from({ length: platforms }, (_, index) => {
    const platform = { os: 'linux', architecture: 'arm', variant: `v${index}` };
    const layer = Buffer.concat([tarEntry('f', Buffer.from(`${index}`)), TAR_END]);
    const layers = [store('layer.v1.tar', layer)];
    const config = storeJson('config.v1+json', {
      ...platform,
      rootfs: { type: 'layers', diff_ids: [`sha256:${sha256(layer)}`] },
    });
    const mediaType = 'application/vnd.oci.image.manifest.v1+json';
    return { ...storeJson('manifest.v1+json', { schemaVersion: 2, mediaType, config, layers }), platform };
  });
  const mediaType = 'application/vnd.oci.image.index.v1+json';
  const root = storeJson('index.v1+json', { schemaVersion: 2, mediaType, manifests });
  const index = { schemaVersion: 2, mediaType, manifests: [root] };
  entries.push(tarEntry('index.json', Buffer.from(JSON.stringify(index))), TAR_END);
  writeFileSync(path, Buffer.concat(entries));
  return path;
}
