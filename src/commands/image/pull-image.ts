import type { ArchiveSink } from '../../archive/archive-sink.ts';
import type { ContentNode } from '../../model/content.ts';
import type { Descriptor } from '../../model/descriptor.ts';
import type { Digest } from '../../model/digest.ts';
import { formatPlatform, hostPlatform } from '../../model/platform.ts';
import { formatReference, manifestKey, type Reference } from '../../model/reference.ts';
import { openRepository } from '../../registry/repository.ts';
import { copyNode, type CopySession } from '../../transfer/copy.ts';
import { planCopy, type Plan, type PlannedImage, type PlannedNode } from '../../transfer/plan.ts';
import { imagesOf, selectImage, selectPlatforms } from '../../transfer/select.ts';
import type { Context } from '../context.ts';
import type { Services } from '../services.ts';
import type { PullOptions } from './pull.ts';

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
  const platform = options.platform ?? hostPlatform(context.world.arch);
  const select = options.allPlatforms ? undefined : selectPlatforms([platform]);
  const whole = await repository.load(manifestKey(reference), select ? { select } : {});
  const { note } = context.output();
  const node = options.allPlatforms
    ? whole
    : selectImage(whole, platform, { isStrict: options.platform !== undefined, note });
  const plan = planCopy(node, {
    // A docker-archive has no manifest types, and docker 20.10 reads no zstd. OCI tools find no Docker types in a layout.
    format: options.format === 'docker-archive' ? 'docker' : 'oci',
    ...(options.uncompressed ? { compression: 'none' } : {}),
  });
  plan.notes.forEach(note);
  return { reference, rootDigest: digestOfNode(whole), node, plan };
}

/** Tells the archive in which order the blobs are to stand in it. @returns bytes that an earlier run left. */
export function announce(sink: ArchiveSink, planned: PlannedNode): number {
  if (planned.kind === 'image') return sink.plan(storedBlobs(planned));
  return planned.children.reduce((sum, { planned: child }) => sum + announce(sink, child), 0);
}

/** Base layers first: an image that changed meanwhile still has them at the same place, where an interrupted pull left them. */
function storedBlobs({ source, layers }: PlannedImage): Descriptor[] {
  const known = layers.flatMap(({ isRecoded, mediaType, source: { digest, size } }) =>
    isRecoded || digest === undefined ? [] : [{ mediaType, digest, size }],
  );
  return [...known, source.config.descriptor];
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
