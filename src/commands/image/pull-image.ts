import type { ArchiveSink } from '../../archive/archive-sink.ts';
import type { ContentNode } from '../../model/content.ts';
import type { Descriptor } from '../../model/descriptor.ts';
import { formatPlatform, normalizeArchitecture, type Platform } from '../../model/platform.ts';
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
  readonly node: ContentNode;
  readonly plan: Plan;
}

/** One pulled image, as JSON shows it, but for the file. */
export interface PulledImage {
  readonly reference: string;
  /** Of the manifest that stands in the registry for this platform. */
  readonly digest: string;
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
  const node = options.allPlatforms ? whole : selectImage(whole, platform, options.platform !== undefined);
  const plan = planCopy(node, {
    // A docker-archive has no manifest types; docker 20.10 reads no zstd.
    format: options.format === 'docker-archive' ? 'docker' : 'keep',
    ...(options.uncompressed ? { compression: 'none' } : {}),
  });
  for (const note of plan.notes) context.output().note(note);
  return { reference, node, plan };
}

function hostPlatform(arch: string): Platform {
  return { os: 'linux', architecture: normalizeArchitecture(arch) };
}

/** Tells the archive in which order the blobs are to stand in it. */
export function announce(sink: ArchiveSink, planned: PlannedNode): void {
  if (planned.kind === 'index') {
    for (const { planned: child } of planned.children) announce(sink, child);
    return;
  }
  sink.plan(storedBlobs(planned));
}

function storedBlobs({ source, layers }: PlannedImage): Descriptor[] {
  const known = layers.flatMap(({ isRecoded, mediaType, source: { digest, size } }) =>
    isRecoded || digest === undefined ? [] : [{ mediaType, digest, size }],
  );
  return [source.config.descriptor, ...known];
}

export async function copyPulled(session: CopySession, { reference, node, plan }: WantedImage): Promise<PulledImage> {
  const manifest = await copyNode(session, plan.root);
  const name = formatReference(reference);
  await session.sink.pushManifest(manifest);
  await session.sink.tag(manifest, name);
  const { digest } = (node.kind === 'index' ? node.index : node.manifest)?.descriptor ?? manifest.descriptor;
  const platforms = imagesOf(node).flatMap(({ platform }) => (platform ? [formatPlatform(platform)] : []));
  return {
    reference: name,
    digest,
    sourceDigest: digest,
    size: session.storedBytes(),
    uploadedBytes: session.uploadedBytes,
    platform: platforms.join(',') || null,
  };
}
