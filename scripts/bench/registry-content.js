// Small images put into a registry by plain calls, many at a time: faster than any client, and no client's own.
import { execFileSync } from 'node:child_process';
import { createHash, createHmac } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { inParallel } from './parallel.js';
import { bin } from './programs.js';
import { TAR_END, tarEntry } from './tar.js';

const sha256 = (bytes) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

const MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';

async function expectStatus(response, ...statuses) {
  await response.arrayBuffer();
  if (!statuses.includes(response.status)) throw new Error(`${response.status} from ${response.url}`);
  return response;
}

async function upload({ host, headers = {} }, repository, bytes) {
  const begun = await fetch(`http://${host}/v2/${repository}/blobs/uploads/`, { method: 'POST', headers });
  await expectStatus(begun, 202);
  const url = new URL(begun.headers.get('location'), begun.url);
  url.searchParams.set('digest', sha256(bytes));
  const type = { 'content-type': 'application/octet-stream' };
  await expectStatus(await fetch(url, { method: 'PUT', headers: { ...headers, ...type }, body: bytes }), 201);
}

/** Blobs of an image with one layer of its own; its manifest. */
async function uploadImage(registry, repository, text) {
  const plain = Buffer.concat([tarEntry('text', Buffer.from(text)), TAR_END]);
  const layer = gzipSync(plain);
  const config = Buffer.from(
    JSON.stringify({
      architecture: 'amd64',
      os: 'linux',
      config: {},
      rootfs: { type: 'layers', diff_ids: [sha256(plain)] },
    }),
  );
  await upload(registry, repository, layer);
  await upload(registry, repository, config);
  const describe = (mediaType, bytes) => ({ mediaType, size: bytes.length, digest: sha256(bytes) });
  return JSON.stringify({
    ...{ schemaVersion: 2, mediaType: MANIFEST },
    config: describe('application/vnd.docker.container.image.v1+json', config),
    layers: [describe('application/vnd.docker.image.rootfs.diff.tar.gzip', layer)],
  });
}

async function putManifest({ host, headers = {} }, repository, tag, manifest) {
  const url = `http://${host}/v2/${repository}/manifests/${tag}`;
  const type = { 'content-type': MANIFEST };
  await expectStatus(await fetch(url, { method: 'PUT', headers: { ...headers, ...type }, body: manifest }), 201);
}

const upTo = (count) => Array.from({ length: count }, (_, index) => index);

/** Images `t0` … of their own content each. */
export async function putImages({ host, headers, repository, count }) {
  const registry = { host, headers };
  await inParallel(upTo(count), async (index) => {
    const manifest = await uploadImage(registry, repository, `${repository} ${index}`);
    await putManifest(registry, repository, `t${index}`, manifest);
  });
}

/** The token that lets an administrator of the emulator push there. */
async function authorizationFor(info, repository) {
  const password = createHmac('sha256', info.sk).update(info.ak).digest('hex');
  const login = Buffer.from(`${info.project}@${info.ak}:${password}`).toString('base64');
  const url = `${info.endpoint}/swr/auth/v2/registry/auth/?scope=repository:${repository}:pull,push`;
  const response = await fetch(url, { headers: { authorization: `Basic ${login}` } });
  return { authorization: `Bearer ${(await response.json()).token}` };
}

/** Repositories of one image each, and some of one image under many tags, in the organization `bench`. */
export async function fillEmulator({ info, env }, { repositories, tags }) {
  execFileSync(process.execPath, [bin, 'org', 'add', 'bench', '-q'], { env: { PATH: process.env.PATH, ...env } });
  const registryFor = async (name) => ({ host: info.registry, headers: await authorizationFor(info, `bench/${name}`) });
  await inParallel(upTo(repositories - Object.keys(tags).length), async (index) => {
    const registry = await registryFor(`r${index}`);
    const manifest = await uploadImage(registry, `bench/r${index}`, `${index}`);
    await putManifest(registry, `bench/r${index}`, 'v1', manifest);
  });
  for (const [name, count] of Object.entries(tags)) {
    const registry = await registryFor(name);
    const manifest = await uploadImage(registry, `bench/${name}`, name);
    await inParallel(upTo(count), (index) => putManifest(registry, `bench/${name}`, `v${index}`, manifest));
  }
}
