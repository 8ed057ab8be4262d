import type { ContentNode } from '../../../model/content.ts';
import { isDigestOf, digestOf, type Digest } from '../../../model/digest.ts';
import type { ImageIndex, ImageManifest } from '../../../model/manifest.ts';
import { formatReference, type Reference } from '../../../model/reference.ts';
import type { Output } from '../../../output/output.ts';
import type { CopySession } from '../../../transfer/copy-session.ts';
import type { Plan } from '../../../transfer/plan.ts';
import type { PreparedImage } from './run.ts';
import { imagesOf } from '../../../model/images-of.ts';
import { formatPlatform } from '../../../model/platform.ts';
import { predictManifest } from '../../../transfer/predict.ts';
import type { PushedTag } from './view.ts';

/** What is told of a tag that was sent. @param uploadedBytes on the wire, for this image. */
export function sentTag(
  { node, plan }: PreparedImage,
  reference: Reference,
  manifest: ImageManifest | ImageIndex,
  session: CopySession,
  uploadedBytes: number,
): PushedTag {
  return {
    reference: formatReference(reference),
    digest: digestUnderTag(manifest),
    sourceDigest: sourceDigestOf(node) ?? null,
    size: sizeOf(manifest, session),
    uploadedBytes,
    platform: platformOf(plan),
  };
}

/** What is told of a tag that is not sent: it has the right content already, or it is a dry run. */
export function unsentTag({ node, plan }: PreparedImage, reference: Reference): PushedTag {
  const predicted = predictManifest(plan.root);
  return {
    reference: formatReference(reference),
    digest: predicted === undefined ? null : digestUnderTag(predicted),
    sourceDigest: sourceDigestOf(node) ?? null,
    size: [...blobSizes(node).values()].reduce((sum, size) => sum + size, 0),
    uploadedBytes: 0,
    platform: platformOf(plan),
  };
}

/** Registries name what they get under a tag by sha256, whatever its source called it. */
function digestUnderTag({ bytes }: ImageManifest | ImageIndex): Digest {
  return digestOf(bytes);
}

/** The digest that a source has its image under; undefined where it has none (docker-archive). */
export function sourceDigestOf(node: ContentNode): Digest | undefined {
  return (node.kind === 'index' ? node.index : node.manifest)?.descriptor.digest;
}

function platformOf({ root }: Plan): string | null {
  const platforms = imagesOf(root.source).flatMap(({ platform }) => (platform ? [formatPlatform(platform)] : []));
  return platforms.length > 0 ? platforms.join(',') : null;
}

/** Config and layers of one image; of an index, all that went into the repository in this run. */
function sizeOf(manifest: ImageManifest | ImageIndex, session: CopySession): number {
  if (manifest.kind === 'index') return session.storedBytes();
  const blobs = new Map([manifest.config, ...manifest.layers].map(({ digest, size }) => [digest, size]));
  return [...blobs.values()].reduce((sum, size) => sum + size, 0);
}

/** Bytes as the source stores them, each blob once. */
function blobSizes(node: ContentNode): Map<string, number> {
  const blobs = imagesOf(node).flatMap(({ layers, config }) => [
    ...layers.map(({ digest, label, size }): [string, number] => [digest ?? label, size]),
    [config.descriptor.digest, config.descriptor.size] as [string, number],
  ]);
  return new Map(blobs);
}

export function reportDigest(output: Output, node: ContentNode, manifest: ImageManifest | ImageIndex): void {
  const before = sourceDigestOf(node);
  const after = manifest.descriptor.digest;
  if (before !== undefined && !isDigestOf(before, manifest.bytes))
    output.note(`The digest changed with the types: was ${before}, is ${after}`);
}
