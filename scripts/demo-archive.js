// An image archive for the demo: by `docker save` where an engine runs, else made here in the same layout.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createWriteStream, readFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import tar from 'tar-stream';

const CREATED = '2026-01-01T00:00:00Z';
/** Of each of the two big layers; packing and sending them takes long enough to see the progress. */
const BIG_FILE = 64 * 1024 ** 2;

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** Makes the archive and returns in words how. */
export async function makeArchive(path) {
  const layers = await Promise.all([
    buffer(
      pack([
        ['etc/', null],
        ['etc/hello', Buffer.from('hello from swrctl\n')],
        ['opt/swrctl.js', readFileSync(new URL('../dist/swrctl.cjs', import.meta.url))],
      ]),
    ),
    buffer(pack([['opt/model.bin', bytesLikeAProgram(1)]])),
    buffer(pack([['opt/index.bin', bytesLikeAProgram(2)]])),
  ]);
  if (saveWithEngine(layers, path)) return 'saved by the docker engine of this machine (docker save)';
  await saveAlike(layers, path);
  return 'no docker engine runs here, so one was made in the layout of docker save';
}

/** Always the same bytes for a seed, of which gzip saves about half, as of programs. */
function bytesLikeAProgram(seed) {
  const words = new Uint32Array(BIG_FILE / 4);
  let state = seed * 0x9e3779b9;
  for (let at = 0; at < words.length; at += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[at] = at % 2 === 0 ? state : 0x00400000 + (at >>> 12);
  }
  return Buffer.from(words.buffer);
}

function saveWithEngine(layers, path) {
  const docker = (args, input) => execFileSync('docker', args, { input, stdio: ['pipe', 'pipe', 'ignore'] }).toString();
  try {
    // `docker import` makes an image of one layer; a build on top of it would need more of the engine.
    const id = docker(['import', '--change', 'CMD ["/etc/hello"]', '-', 'swrctl-demo:latest'], joinTars(layers)).trim();
    docker(['save', '-o', path, 'swrctl-demo:latest']);
    docker(['rmi', 'swrctl-demo:latest']);
    return id !== '';
  } catch {
    return false; // no client, no engine, or no right to use it
  }
}

/** Two blocks of zeros end a tar, so those of all but the last are left out. */
function joinTars(tars) {
  return Buffer.concat(tars.map((bytes, index) => (index < tars.length - 1 ? bytes.subarray(0, -1024) : bytes)));
}

/** The layout of docker 1.10 to 24: `<id>/layer.tar`, `<hex>.json`, `manifest.json`, `repositories`. */
async function saveAlike(layers, path) {
  const hexes = layers.map(sha256);
  const config = Buffer.from(
    JSON.stringify({
      architecture: process.arch === 'arm64' ? 'arm64' : 'amd64',
      os: 'linux',
      created: CREATED,
      config: { Cmd: ['/etc/hello'], Env: ['PATH=/usr/bin:/bin'] },
      history: hexes.map(() => ({ created: CREATED, created_by: 'npm run demo' })),
      rootfs: { type: 'layers', diff_ids: hexes.map((hex) => `sha256:${hex}`) },
    }),
  );
  const manifest = [
    {
      Config: `${sha256(config)}.json`,
      RepoTags: ['swrctl-demo:latest'],
      Layers: hexes.map((hex) => `${hex}/layer.tar`),
    },
  ];
  const folders = layers.flatMap((layer, index) => folderOf(hexes[index], hexes[index - 1], layer));
  const archive = pack([
    ...folders,
    [`${sha256(config)}.json`, config],
    ['manifest.json', Buffer.from(JSON.stringify(manifest))],
    ['repositories', Buffer.from(JSON.stringify({ 'swrctl-demo': { latest: hexes.at(-1) } }))],
  ]);
  await pipeline(archive, createWriteStream(path));
}

function folderOf(id, parent, layer) {
  return [
    [`${id}/`, null],
    [`${id}/VERSION`, Buffer.from('1.0')],
    [`${id}/json`, Buffer.from(JSON.stringify({ id, parent, created: CREATED }))],
    [`${id}/layer.tar`, layer],
  ];
}

function pack(entries) {
  const stream = tar.pack();
  for (const [name, bytes] of entries) {
    if (bytes === null) stream.entry({ name, type: 'directory', mtime: new Date(0) });
    else stream.entry({ name, mtime: new Date(0) }, bytes);
  }
  stream.finalize();
  return stream;
}
