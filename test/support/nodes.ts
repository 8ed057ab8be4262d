import { execFileSync } from 'node:child_process';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import type { ImageNode, IndexChild, IndexNode, LayerNode } from '../../src/model/content.ts';
import type { Descriptor } from '../../src/model/descriptor.ts';
import { digestOf } from '../../src/model/digest.ts';
import { parseImageConfig } from '../../src/model/image-config.ts';
import { buildIndex, buildManifest, isAttestation } from '../../src/model/manifest.ts';
import { DOCKER, OCI, layerType, type Compression, type MediaTypeFamily } from '../../src/model/media-type.ts';
import { parsePlatform } from '../../src/model/platform.ts';
import { testImage } from './archives.ts';

/** A layer node over bytes in memory. */
export function layerOf(bytes: Buffer, more: Partial<LayerNode> = {}): LayerNode {
  return {
    mediaType: OCI.layer,
    compression: 'none',
    size: bytes.length,
    digest: digestOf(bytes),
    label: 'layer.tar',
    open: (offset = 0) => Promise.resolve(Readable.from([bytes.subarray(offset)], { objectMode: false })),
    ...more,
  };
}

export function pack(bytes: Buffer, compression: Compression): Buffer {
  if (compression === 'none') return bytes;
  return compression === 'gzip' ? gzipSync(bytes) : execFileSync('zstd', ['-q', '-c'], { input: bytes });
}

export interface NodeOptions {
  /** One layer per text. Default: two. */
  readonly texts?: readonly string[];
  /** Default `oci`. */
  readonly family?: MediaTypeFamily;
  /** Default `gzip`. */
  readonly compression?: Compression;
  /** Default linux/amd64. */
  readonly platform?: string;
  /** False: as a docker-archive has it, without a manifest. Default true. */
  readonly hasManifest?: boolean;
}

/** A whole image as a source gives it. */
export function imageNode(options: NodeOptions = {}): ImageNode {
  const { family = 'oci', compression = 'gzip', platform = 'linux/amd64', hasManifest = true, texts } = options;
  const { osVersion, ...base } = parsePlatform(platform);
  const wire = { ...base, ...(osVersion === undefined ? {} : { 'os.version': osVersion }) };
  const image = testImage({ platform: wire, ...(texts ? { texts } : {}) });
  const layers = image.layers.map((tar) =>
    layerOf(pack(tar, compression), { mediaType: layerType(family, compression), compression, diffID: digestOf(tar) }),
  );
  const configType = family === 'docker' ? DOCKER.config : OCI.config;
  const config = { mediaType: configType, digest: digestOf(image.config), size: image.config.length };
  const manifest = buildManifest({
    family,
    config,
    layers: layers.map(({ mediaType, digest = config.digest, size }) => ({ mediaType, digest, size })),
  });
  const parsed = parseImageConfig(image.config, 'config');
  return {
    kind: 'image',
    family,
    config: { descriptor: config, bytes: image.config, image: parsed },
    layers,
    platform: parsed.platform,
    ...(hasManifest ? { manifest } : {}),
  };
}

/** The index entry of an image; `node: false` leaves the image out of the source. */
export function entryOf(node: ImageNode, more: Partial<Descriptor> = {}, hasNode = true): IndexChild {
  const own = node.manifest?.descriptor ?? node.config.descriptor;
  const descriptor = { ...own, ...(node.platform ? { platform: node.platform } : {}), ...more };
  return { descriptor, isAttestation: isAttestation(descriptor), ...(hasNode ? { node } : {}) };
}

/** A BuildKit attestation of some image. */
export function attestationEntry(hasNode = true): IndexChild {
  const node = imageNode({ texts: ['provenance'] });
  const statement = layerOf(Buffer.from('{}'), { mediaType: 'application/vnd.in-toto+json' });
  const platform = { os: 'unknown', architecture: 'unknown' };
  return entryOf({ ...node, layers: [statement] }, { platform }, hasNode);
}

export function indexNode(children: readonly IndexChild[], family: MediaTypeFamily = 'oci'): IndexNode {
  const descriptors = children.map(({ descriptor }) => descriptor);
  return { kind: 'index', index: buildIndex(family, descriptors), children };
}
