import { describe, expect, it } from 'vitest';
import type { ImageNode } from '../../src/model/content.ts';
import { DOCKER, OCI } from '../../src/model/media-type.ts';
import { planCopy, type CopyPolicy, type PlannedImage, type PlannedNode } from '../../src/transfer/plan.ts';
import { assembleImage } from '../../src/transfer/assemble.ts';
import { attestationEntry, entryOf, imageNode, indexNode, layerOf, type NodeOptions } from '../support/nodes.ts';

const image = (root: PlannedNode): PlannedImage => {
  if (root.kind !== 'image') throw new Error('an index was planned');
  return root;
};
/** A plan looks at types only, so the bytes need no zstd. */
function zstdNode(source: NodeOptions): ImageNode {
  const node = imageNode({ ...source, compression: 'none' });
  return {
    ...node,
    layers: node.layers.map((layer) => ({ ...layer, compression: 'zstd', mediaType: OCI.layerZstd })),
  };
}

const amd64 = entryOf(imageNode());
const arm64 = entryOf(imageNode({ platform: 'linux/arm64' }));

describe('a planned image', () => {
  it.each<{ source: NodeOptions; policy: CopyPolicy; type: string; isRecoded: boolean; isKept: boolean }>([
    // Kept as it is, whatever it is.
    { source: {}, policy: { format: 'keep' }, type: OCI.layerGzip, isRecoded: false, isKept: true },
    { source: { compression: 'none' }, policy: { format: 'keep' }, type: OCI.layer, isRecoded: false, isKept: true },
    {
      source: { compression: 'zstd' },
      policy: { format: 'keep' },
      type: OCI.layerZstd,
      isRecoded: false,
      isKept: true,
    },
    {
      source: { family: 'docker' },
      policy: { format: 'keep' },
      type: DOCKER.layerGzip,
      isRecoded: false,
      isKept: true,
    },
    {
      source: { family: 'docker' },
      policy: { format: 'docker' },
      type: DOCKER.layerGzip,
      isRecoded: false,
      isKept: true,
    },
    { source: {}, policy: { format: 'oci' }, type: OCI.layerGzip, isRecoded: false, isKept: true },
    // Only the types change.
    { source: {}, policy: { format: 'docker' }, type: DOCKER.layerGzip, isRecoded: false, isKept: false },
    { source: { family: 'docker' }, policy: { format: 'oci' }, type: OCI.layerGzip, isRecoded: false, isKept: false },
    // The bytes change too.
    {
      source: { compression: 'none' },
      policy: { format: 'docker' },
      type: DOCKER.layerGzip,
      isRecoded: true,
      isKept: false,
    },
    {
      source: { compression: 'zstd' },
      policy: { format: 'docker' },
      type: DOCKER.layerGzip,
      isRecoded: true,
      isKept: false,
    },
    { source: { compression: 'zstd' }, policy: { format: 'oci' }, type: OCI.layerZstd, isRecoded: false, isKept: true },
    // Asked for.
    {
      source: {},
      policy: { format: 'docker', compression: 'none' },
      type: DOCKER.layer,
      isRecoded: true,
      isKept: false,
    },
    { source: {}, policy: { format: 'oci', compression: 'none' }, type: OCI.layer, isRecoded: true, isKept: false },
    {
      source: { compression: 'none' },
      policy: { format: 'keep', compression: 'gzip' },
      type: OCI.layerGzip,
      isRecoded: true,
      isKept: false,
    },
    {
      source: {},
      policy: { format: 'keep', compression: 'gzip' },
      type: OCI.layerGzip,
      isRecoded: false,
      isKept: true,
    },
    // A docker-archive has no manifest to keep.
    {
      source: { compression: 'none', hasManifest: false, family: 'docker' },
      policy: { format: 'keep' },
      type: DOCKER.layerGzip,
      isRecoded: true,
      isKept: false,
    },
    {
      source: { hasManifest: false, family: 'docker' },
      policy: { format: 'keep' },
      type: DOCKER.layerGzip,
      isRecoded: false,
      isKept: false,
    },
    {
      source: { hasManifest: false, family: 'docker' },
      policy: { format: 'oci' },
      type: OCI.layerGzip,
      isRecoded: false,
      isKept: false,
    },
  ])('of $source with $policy has layers of $type', ({ source, policy, type, isRecoded, isKept }) => {
    const node = source.compression === 'zstd' ? zstdNode(source) : imageNode(source);
    const root = image(planCopy(node, policy).root);
    expect(root).toMatchObject({ isKept, layers: node.layers.map(() => ({ mediaType: type, isRecoded })) });
  });

  it('corrects a type that the bytes contradict', () => {
    const node = imageNode({ compression: 'none' });
    const layers = node.layers.map((layer) => ({ ...layer, mediaType: OCI.layerGzip }));
    const root = image(planCopy({ ...node, layers }, { format: 'keep' }).root);
    expect(root).toMatchObject({ isKept: false, layers: [{ mediaType: OCI.layer }, { mediaType: OCI.layer }] });
  });

  it('of an artifact keeps its own types', () => {
    const node = imageNode();
    const layers = [layerOf(Buffer.from('chart'), { mediaType: 'application/vnd.cncf.helm.chart' })];
    const artifact = { ...node, layers, config: { descriptor: node.config.descriptor, bytes: node.config.bytes } };
    const root = image(planCopy(artifact, { format: 'docker', compression: 'gzip' }).root);
    expect(root).toMatchObject({ isKept: true, family: 'oci', layers: [{ isRecoded: false }] });
  });

  it('leaves the addresses of a foreign layer out once it is a layer like any other', () => {
    const node = imageNode();
    const urls = ['https://mcr.example/layer'];
    const foreign = {
      ...node,
      layers: node.layers.map((layer) => ({ ...layer, mediaType: OCI.foreignLayerGzip, urls })),
    };
    const root = image(planCopy(foreign, { format: 'docker' }).root);
    const stored = root.layers.map(({ mediaType, source: { digest = amd64.descriptor.digest, size } }) => ({
      mediaType,
      digest,
      size,
    }));
    expect(assembleImage(root, stored).layers.map((layer) => layer.urls)).toEqual([undefined, undefined]);
  });
});

describe('a planned index', () => {
  it('is kept whole where nothing changes', () => {
    const plan = planCopy(indexNode([amd64, arm64, attestationEntry()]), { format: 'keep' });
    expect(plan).toMatchObject({ notes: [], root: { kind: 'index', isKept: true, children: [{}, {}, {}] } });
  });

  it('becomes a manifest list without attestations in Docker format', () => {
    const plan = planCopy(indexNode([amd64, attestationEntry(), arm64, attestationEntry()]), { format: 'docker' });
    expect(plan).toMatchObject({
      notes: ['left out 2 attestations'],
      root: { kind: 'index', family: 'docker', isKept: false, children: [{ planned: { family: 'docker' } }, {}] },
    });
  });

  it('becomes the one image that is left in Docker format', () => {
    const plan = planCopy(indexNode([amd64, attestationEntry()]), { format: 'docker' });
    expect(plan).toMatchObject({ notes: ['left out 1 attestation'], root: { kind: 'image', family: 'docker' } });
  });

  it('stays an index with one image in other formats', () => {
    expect(planCopy(indexNode([amd64]), { format: 'keep' }).root).toMatchObject({ kind: 'index', isKept: true });
    expect(planCopy(indexNode([amd64]), { format: 'oci' }).root).toMatchObject({ kind: 'index', isKept: true });
  });

  it('of Docker types becomes an OCI index when that is asked for', () => {
    const list = indexNode([entryOf(imageNode({ family: 'docker' })), arm64], 'docker');
    expect(planCopy(list, { format: 'oci' }).root).toMatchObject({ kind: 'index', family: 'oci', isKept: false });
    expect(planCopy(list, { format: 'keep' }).root).toMatchObject({ kind: 'index', family: 'docker', isKept: true });
  });

  it('does without what the source does not hold, and says so', () => {
    const plan = planCopy(indexNode([amd64, entryOf(imageNode({ platform: 'linux/arm64' }), {}, false)]), {
      format: 'keep',
    });
    expect(plan.notes).toEqual(['left out what the source does not hold: linux/arm64']);
    expect(plan.root).toMatchObject({ kind: 'index', isKept: false, children: [{ descriptor: amd64.descriptor }] });
  });

  it('leaves out all attestations when one is not there', () => {
    const plan = planCopy(indexNode([amd64, arm64, attestationEntry(), attestationEntry(false)]), { format: 'keep' });
    expect(plan).toMatchObject({ notes: ['left out 2 attestations'], root: { isKept: false, children: [{}, {}] } });
  });

  it('of nothing is refused', () => {
    for (const children of [[], [attestationEntry()], [entryOf(imageNode(), {}, false)]]) {
      const plan = () => planCopy(indexNode(children), { format: 'docker' });
      expect(plan).toThrow(expect.objectContaining({ code: 'SOURCE_INVALID' }));
    }
  });
});
