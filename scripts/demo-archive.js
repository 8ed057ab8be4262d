// An image archive for the demo: by `docker save` where an engine runs, else made here in the same layout.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createWriteStream, readFileSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import tar from 'tar-stream';

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** Makes the archive and returns in words how. */
export async function makeArchive(path) {
  const layer = await packEntries([
    ['etc/', null],
    ['etc/hello', Buffer.from('hello from swrctl\n')],
    // Something of a size that shows progress: this very program's bundle and its map.
    ...['swrctl.js', 'swrctl.js.map'].map((name) => [
      `opt/${name}`,
      readFileSync(new URL(`../dist/${name}`, import.meta.url)),
    ]),
  ]);
  if (saveWithEngine(layer, path)) return 'saved by the docker engine of this machine (docker save)';
  await saveAlike(layer, path);
  return 'no docker engine runs here, so one was made in the layout of docker save';
}

function saveWithEngine(layer, path) {
  const docker = (args, input) => execFileSync('docker', args, { input, stdio: ['pipe', 'pipe', 'ignore'] }).toString();
  try {
    const id = docker(['import', '--change', 'CMD ["/etc/hello"]', '-', 'swrctl-demo:latest'], layer).trim();
    docker(['save', '-o', path, 'swrctl-demo:latest']);
    docker(['rmi', 'swrctl-demo:latest']);
    return id !== '';
  } catch {
    return false; // no client, no engine, or no right to use it
  }
}

/** The layout of docker 1.10 to 24: `<id>/layer.tar`, `<hex>.json`, `manifest.json`, `repositories`. */
async function saveAlike(layer, path) {
  const config = Buffer.from(
    JSON.stringify({
      architecture: process.arch === 'arm64' ? 'arm64' : 'amd64',
      os: 'linux',
      created: '2026-01-01T00:00:00Z',
      config: { Cmd: ['/etc/hello'], Env: ['PATH=/usr/bin:/bin'] },
      history: [{ created: '2026-01-01T00:00:00Z', created_by: 'npm run demo' }],
      rootfs: { type: 'layers', diff_ids: [`sha256:${sha256(layer)}`] },
    }),
  );
  const id = sha256(layer);
  const manifest = [
    { Config: `${sha256(config)}.json`, RepoTags: ['swrctl-demo:latest'], Layers: [`${id}/layer.tar`] },
  ];
  const archive = await packEntries([
    [`${id}/`, null],
    [`${id}/VERSION`, Buffer.from('1.0')],
    [`${id}/json`, Buffer.from(JSON.stringify({ id, created: '2026-01-01T00:00:00Z' }))],
    [`${id}/layer.tar`, layer],
    [`${sha256(config)}.json`, config],
    ['manifest.json', Buffer.from(JSON.stringify(manifest))],
    ['repositories', Buffer.from(JSON.stringify({ 'swrctl-demo': { latest: id } }))],
  ]);
  const file = createWriteStream(path);
  file.end(archive);
  await finished(file);
}

async function packEntries(entries) {
  const pack = tar.pack();
  for (const [name, bytes] of entries) {
    if (bytes === null) pack.entry({ name, type: 'directory', mtime: new Date(0) });
    else pack.entry({ name, mtime: new Date(0) }, bytes);
  }
  pack.finalize();
  const chunks = [];
  for await (const chunk of pack) chunks.push(chunk);
  return Buffer.concat(chunks);
}
