import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { describe, expect } from 'vitest';
import { SwrctlError } from '../../src/base/errors.ts';
import type { ContentNode, ImageNode } from '../../src/model/content.ts';
import { digestOf } from '../../src/model/digest.ts';
import { DOCKER } from '../../src/model/media-type.ts';
import { getManifest, headManifest } from '../../src/registry/manifest.ts';
import { openRepository } from '../../src/registry/repository.ts';
import { copyNode } from '../../src/transfer/copy.ts';
import { createCopySession, type BlobState, type CopyOptions } from '../../src/transfer/copy-session.ts';
import { planCopy, type CopyPolicy } from '../../src/transfer/plan.ts';
import { predictManifest } from '../../src/transfer/predict.ts';
import { attestationEntry, entryOf, imageNode, indexNode } from '../support/nodes.ts';
import { itWith } from '../support/peers.ts';
import { startRegistryServer } from '../support/registry-server.ts';
import { tempDir } from '../support/temp-dir.ts';
import { testHost, type TestHost } from '../support/test-host.ts';

const run = promisify(execFile);
const repository = 'team/app';
const itHere = itWith('docker-registry');

/** Copies to a repository of a real registry, as push does it, and tags the result `v1`. */
async function copyTo(host: TestHost, node: ContentNode, policy: CopyPolicy, options: Partial<CopyOptions> = {}) {
  const stop = new AbortController();
  const sink = openRepository(host, repository, { signal: stop.signal });
  const states: string[] = [];
  const session = createCopySession(sink, {
    run: (work) => host.http.slots.run(work, stop.signal),
    signal: stop.signal,
    abort: (reason) => stop.abort(reason),
    events: { onBlob: (label) => ({ onState: (state: BlobState) => states.push(`${label} ${state}`) }) },
    ...options,
  });
  const manifest = await copyNode(session, planCopy(node, policy).root);
  await sink.pushManifest(manifest);
  await sink.tag(manifest, 'v1');
  return { manifest, session, states, sent: (method: string) => count(host, method) };
}

const count = ({ http }: TestHost, method: string): number =>
  http.traces.filter((line) => line.startsWith(`> ${method} `)).length;

async function skopeo(...args: readonly string[]): Promise<unknown> {
  const { stdout } = await run('skopeo', ['inspect', '--tls-verify=false', ...args]);
  return JSON.parse(stdout);
}

/** A layer whose bytes are not what its digest or diffID says. */
function damaged(node: ImageNode): ImageNode {
  const [first, ...rest] = node.layers;
  if (first === undefined) throw new Error('no layer');
  const bytes = Buffer.alloc(first.size, 'x');
  const open = () => Promise.resolve(Readable.from([bytes], { objectMode: false }));
  return { ...node, layers: [{ ...first, open }, ...rest] };
}

describe('copying an image', () => {
  itWith('docker-registry', 'skopeo').each<{ name: string; node: ImageNode; policy: CopyPolicy }>([
    { name: 'kept', node: imageNode(), policy: { format: 'keep' } },
    { name: 'with Docker types', node: imageNode(), policy: { format: 'docker' } },
    {
      name: 'packed',
      node: imageNode({ family: 'docker', compression: 'none', hasManifest: false }),
      policy: { format: 'docker' },
    },
    { name: 'unpacked', node: imageNode(), policy: { format: 'oci', compression: 'none' } },
  ])('gives one that skopeo reads: $name', async ({ node, policy }) => {
    const origin = await startRegistryServer();
    const { manifest } = await copyTo(testHost(origin), node, policy);
    const image = `docker://${origin.replace('http://', '')}/${repository}:v1`;
    expect(await skopeo(image)).toMatchObject({ Digest: manifest.descriptor.digest, Architecture: 'amd64' });
    expect(await skopeo('--config', '--raw', image)).toEqual(JSON.parse(node.config.bytes.toString()));
    // Reads every layer and checks it against the diffIDs.
    const target = `oci:${join(await tempDir(), 'layout')}:v1`;
    await run('skopeo', ['copy', '--src-tls-verify=false', image, target]);
  });

  itHere('keeps a manifest byte for byte where nothing changes', async () => {
    const node = imageNode();
    const { manifest } = await copyTo(testHost(await startRegistryServer()), node, { format: 'keep' });
    expect(manifest.bytes).toEqual(node.manifest?.bytes);
  });

  itHere('sends a layer that several images or one image twice has only once', async () => {
    const node = imageNode({ texts: ['a', 'b', 'a'] });
    const other = imageNode({ texts: ['a', 'b', 'c'], platform: 'linux/arm64' });
    const host = testHost(await startRegistryServer());
    const { manifest, states } = await copyTo(host, indexNode([entryOf(node), entryOf(other)]), { format: 'docker' });
    expect(states.filter((state) => state.endsWith(' done'))).toHaveLength(3 + 2); // layers a, b, c and two configs
    expect(manifest.kind === 'index' && manifest.manifests).toHaveLength(2);
    const child = await getManifest({
      host,
      repository,
      key: manifest.kind === 'index' ? (manifest.manifests[0]?.digest ?? '') : '',
    });
    expect(child.kind === 'image' && child.layers.map(({ digest }) => digest)).toEqual(
      node.layers.map(({ digest }) => digest),
    );
  });

  itHere('tells of a layer that is packed on the way how much of it was read, and how much there is', async () => {
    const node = imageNode({ family: 'docker', compression: 'none', hasManifest: false });
    const told: { size: number | undefined; read: number }[] = [];
    const onBlob: NonNullable<CopyOptions['events']>['onBlob'] = (_label, size, sourceSize) => {
      const one = { size: sourceSize, read: 0 };
      if (size === undefined) told.push(one);
      return { onState: () => undefined, onRead: (bytes) => (one.read = bytes) };
    };
    await copyTo(testHost(await startRegistryServer()), node, { format: 'docker' }, { events: { onBlob } });
    expect(told).toEqual(node.layers.map(({ size }) => ({ size, read: size })));
  });

  itHere('sends nothing but manifests when all is there', async () => {
    const host = testHost(await startRegistryServer());
    await copyTo(host, imageNode(), { format: 'keep' });
    const before = count(host, 'POST');
    const { session, states } = await copyTo(host, imageNode(), { format: 'keep' });
    expect(count(host, 'POST')).toBe(before);
    expect(session.uploadedBytes).toBe(0);
    expect(session.storedBytes()).toBeGreaterThan(0);
    expect(states.every((state) => state.endsWith(' exists'))).toBe(true);
  });

  itHere('makes a list of Docker types of an index with attestations', async () => {
    const host = testHost(await startRegistryServer());
    const node = indexNode([
      entryOf(imageNode()),
      attestationEntry(),
      entryOf(imageNode({ platform: 'linux/arm/v7' })),
    ]);
    const { manifest } = await copyTo(host, node, { format: 'docker' });
    expect(manifest.descriptor.mediaType).toBe(DOCKER.list);
    const found = await getManifest({ host, repository, key: 'v1' });
    expect(found.kind === 'index' && found.manifests).toMatchObject([
      { mediaType: DOCKER.manifest, platform: { os: 'linux', architecture: 'amd64' } },
      { mediaType: DOCKER.manifest, platform: { architecture: 'arm', variant: 'v7' } },
    ]);
  });

  itHere('moves an image on from registry to registry', async () => {
    const from = testHost(await startRegistryServer());
    const { manifest } = await copyTo(from, imageNode(), { format: 'keep' });
    const loaded = await openRepository(from, repository).load('v1');
    const to = testHost(await startRegistryServer());
    await copyTo(to, loaded, { format: 'keep' });
    expect((await headManifest({ host: to, repository, key: 'v1' }))?.digest).toBe(manifest.descriptor.digest);
  });
});

describe('a failure', () => {
  itHere.each<{ name: string; node: ImageNode; policy: CopyPolicy }>([
    { name: 'stored', node: damaged(imageNode()), policy: { format: 'keep' } },
    { name: 'repacked', node: damaged(imageNode({ compression: 'none' })), policy: { format: 'docker' } },
    { name: 'unpacked', node: damaged(imageNode()), policy: { format: 'oci', compression: 'none' } },
  ])('of an altered layer that is $name comes before any manifest', async ({ node, policy }) => {
    const host = testHost(await startRegistryServer());
    await expect(copyTo(host, node, policy)).rejects.toMatchObject({
      code: expect.stringMatching(/^(CONTENT_MISMATCH|SOURCE_INVALID)$/) as string,
    });
    expect(await headManifest({ host, repository, key: 'v1' })).toBeUndefined();
    expect(host.http.traces.filter((line) => /^> PUT .*manifests/.test(line))).toEqual([]);
  });

  itHere('of one layer stops the others and is the one that is reported', async () => {
    const node = imageNode({ texts: ['a', 'b', 'c'] });
    const broken = new SwrctlError('SOURCE_INVALID', 'the archive ends too early');
    const opened: Readable[] = [];
    const endless = () => {
      const stream = new Readable({
        read() {
          setImmediate(() => this.push(Buffer.alloc(1024)));
        },
      });
      opened.push(stream);
      return Promise.resolve(stream);
    };
    const layers = node.layers.map((layer, index) => ({
      ...layer,
      digest: digestOf(`${index}`),
      size: 2 ** 40,
      // The last one fails once another is on its way.
      open:
        index < 2
          ? endless
          : () =>
              expect
                .poll(() => opened.length)
                .toBeGreaterThan(0)
                .then(() => Promise.reject(broken)),
    }));
    const host = testHost(await startRegistryServer(), { http: { jobs: 4 } });
    await expect(copyTo(host, { ...node, layers }, { format: 'keep' })).rejects.toBe(broken);
    for (const stream of opened) await expect.poll(() => stream.destroyed).toBe(true);
    expect(opened.length).toBeGreaterThan(0);
  });

  itHere('leaves no manifest behind when a blob is refused', async () => {
    const host = testHost(await startRegistryServer({ storage: { filesystem: { rootdirectory: '/proc/none' } } }));
    await expect(copyTo(host, imageNode(), { format: 'keep' })).rejects.toMatchObject({ service: { status: 500 } });
    expect(count(host, 'PUT')).toBe(0);
  });
});

describe('predictManifest', () => {
  itHere('tells the digest that copying ends with', async () => {
    const node = imageNode();
    const { manifest } = await copyTo(testHost(await startRegistryServer()), node, { format: 'docker' });
    expect(predictManifest(planCopy(node, { format: 'docker' }).root)?.descriptor).toEqual(manifest.descriptor);
  });
});
