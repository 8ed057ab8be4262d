import type { ArchiveSink } from '../../../archive/write/archive-sink.ts';
import { SwrctlError } from '../../../base/errors.ts';
import type { ContentNode, ContentSource } from '../../../model/content.ts';
import type { Descriptor } from '../../../model/descriptor.ts';
import type { Digest } from '../../../model/digest.ts';
import { imagesOf } from '../../../model/images-of.ts';
import { formatPlatform, hostPlatform } from '../../../model/platform.ts';
import { formatReference, manifestKey, type Reference } from '../../../model/reference.ts';
import { openRepository } from '../../../registry/repository.ts';
import { copyNode } from '../../../transfer/copy.ts';
import type { CopySession } from '../../../transfer/copy-session.ts';
import { artifactType } from '../../../transfer/artifact.ts';
import {
  planCopy,
  plannedBlobs,
  plannedImages,
  type Plan,
  type PlannedImage,
  type PlannedLayer,
  type PlannedNode,
} from '../../../transfer/plan.ts';
import { availablePlatforms, holdsContainers, selectImage, selectPlatforms } from '../../../transfer/select.ts';
import type { Context } from '../../../app/world.ts';
import type { Services } from '../../../app/services.ts';
import type { PullOptions } from './pull-options.ts';

/** One image to pull, with everything decided. */
export interface WantedImage {
  readonly reference: Reference;
  /** What the reference points to: a manifest, or the index that it was chosen from. */
  readonly rootDigest: Digest | undefined;
  readonly node: ContentNode;
  readonly plan: Plan;
}

/** One pulled image, as JSON shows it, but for the file. */
export interface PulledImage {
  readonly reference: string;
  /** Of what was pulled, as it stands in the registry. */
  readonly digest: string;
  /** Of what the reference points to: the same, or the index that the image was chosen from. */
  readonly sourceDigest: string;
  readonly size: number;
  readonly uploadedBytes: number;
  readonly platform: string | null;
}

/** Reads manifests and configs and decides how the image is written. */
export async function loadPulled(
  context: Context,
  services: Services,
  options: PullOptions,
  reference: Reference,
  signal: AbortSignal,
): Promise<WantedImage> {
  const { retries } = services.settings;
  const repository = openRepository(services.registry(reference.registry), reference.repository, { signal, retries });
  const { whole, node } = await loadWanted(context, repository, manifestKey(reference), options);
  if (options.format === 'docker-archive' && !holdsContainers(node)) {
    throw new SwrctlError('REFUSED', `A docker-archive holds container images, not ${artifactType(node)}`, {
      hint: 'Use --format oci or oci-archive',
    });
  }
  const plan = planCopy(node, {
    // A docker-archive has no manifest types, and docker 20.10 reads no zstd. OCI tools find no Docker types in a layout.
    format: options.format === 'docker-archive' ? 'docker' : 'oci',
    ...(options.uncompressed ? { compression: 'none' } : {}),
  });
  plan.notes.forEach(context.output().note);
  return { reference, rootDigest: digestOfNode(whole), node, plan };
}

/** The image for the wanted platform; what is for no platform at all, as an index of artifacts, is wanted whole. */
async function loadWanted(
  context: Context,
  repository: ContentSource,
  key: string,
  { platform, allPlatforms }: PullOptions,
): Promise<{ readonly whole: ContentNode; readonly node: ContentNode }> {
  const wanted = platform ?? hostPlatform(context.world.arch);
  const narrow = allPlatforms ? undefined : await repository.load(key, { select: selectPlatforms([wanted]) });
  const isForPlatforms = narrow?.kind === 'image' || (narrow && availablePlatforms(narrow).length > 0);
  const whole = narrow && isForPlatforms ? narrow : await repository.load(key);
  const isOne =
    !allPlatforms && (platform !== undefined || whole.kind === 'image' || availablePlatforms(whole).length > 0);
  const choice = { isStrict: platform !== undefined, note: context.output().note };
  return { whole, node: isOne ? selectImage(whole, wanted, choice) : whole };
}

/** Tells the archive in which order the blobs are to stand in it. @returns bytes that an earlier run left. */
export function announce(sink: ArchiveSink, planned: PlannedNode): number {
  const blobs = sink.plan(plannedBlobs(planned).flatMap(storedBlob));
  return plannedImages(planned).reduce((sum, image) => sum + sink.plan(storedBlobs(image)), blobs);
}

/** Base layers first: an image that changed meanwhile still has them at the same place, where an interrupted pull left them. */
function storedBlobs({ source, layers }: PlannedImage): Descriptor[] {
  return [...layers.flatMap(storedBlob), source.config.descriptor];
}

/** Of layers that stay as they are. */
function storedBlob({ isRecoded, mediaType, source: { digest, size } }: PlannedLayer): Descriptor[] {
  return isRecoded || digest === undefined ? [] : [{ mediaType, digest, size }];
}

export async function copyPulled(session: CopySession, wanted: WantedImage): Promise<PulledImage> {
  const { reference, rootDigest, node, plan } = wanted;
  const before = session.uploadedBytes;
  const manifest = await copyNode(session, plan.root);
  const name = formatReference(reference);
  await session.sink.pushManifest(manifest);
  await session.sink.tag(manifest, name);
  const digest = digestOfNode(node) ?? manifest.descriptor.digest;
  const platforms = imagesOf(node).flatMap(({ platform }) => (platform ? [formatPlatform(platform)] : []));
  return {
    reference: name,
    digest,
    sourceDigest: rootDigest ?? digest,
    size: session.storedBytes(),
    uploadedBytes: session.uploadedBytes - before,
    platform: platforms.join(',') || null,
  };
}

function digestOfNode(node: ContentNode): Digest | undefined {
  return (node.kind === 'index' ? node.index : node.manifest)?.descriptor.digest;
}
