import { SwrctlError, hasCode } from '../../errors.ts';
import type { ContentNode } from '../../model/content.ts';
import { parseDigest, type Digest } from '../../model/digest.ts';
import type { ImageIndex, ImageManifest } from '../../model/manifest.ts';
import { formatPlatform } from '../../model/platform.ts';
import { formatReference, parseRepositoryName, type Reference } from '../../model/reference.ts';
import type { Output } from '../../output/output.ts';
import { headManifest } from '../../registry/manifest.ts';
import { openRepository } from '../../registry/repository.ts';
import { copyNode, createCopySession, type CopySession } from '../../transfer/copy.ts';
import { planCopy, type CopyPolicy, type Plan, type PlannedNode } from '../../transfer/plan.ts';
import { imagesOf, narrowToPlatforms } from '../../transfer/select.ts';
import type { Context } from '../context.ts';
import type { Services } from '../services.ts';
import { transferEvents } from '../transfer-events.ts';
import type { FormatChoice, PushOptions } from './push.ts';
import { repositoryKey, type PushedTag } from './push-run.ts';
import type { PushTarget } from './push-targets.ts';

/** An image on its way into one repository, with everything decided. */
export interface PreparedImage {
  readonly registry: string;
  readonly repository: string;
  readonly references: readonly Reference[];
  readonly node: ContentNode;
  readonly plan: Plan;
}

/** Loads an image, picks platforms and makes the plan for each repository that it goes to. Nothing is sent. */
export async function prepareImage(
  { image, references }: PushTarget,
  options: PushOptions,
  services: Services,
  output: Output,
): Promise<PreparedImage[]> {
  const node = narrowToPlatforms(await image.load(), options.platforms);
  const prepared: PreparedImage[] = [];
  for (const key of new Set(references.map(repositoryKey))) {
    const group = references.filter((reference) => repositoryKey(reference) === key);
    const { registry = '', repository = '' } = group[0] ?? {};
    const plan = planCopy(node, await policyFor(registry, options, services));
    for (const note of plan.notes) output.note(note);
    prepared.push({ registry, repository, references: group, node, plan });
  }
  return prepared;
}

/** `auto` means Docker types on SWR, which refuses OCI indexes, and the source's own elsewhere. */
async function policyFor(registry: string, options: PushOptions, services: Services): Promise<CopyPolicy> {
  const { format, compression } = options;
  const isSwr = format === 'auto' ? (await services.registry(registry).facts()).isSwr : false;
  const decided: Exclude<FormatChoice, 'auto'> = format === 'auto' ? (isSwr ? 'docker' : 'keep') : format;
  return { format: decided, ...(compression ? { compression } : {}) };
}

/** Sends one image and tags it. */
export async function pushImage(
  context: Context,
  services: Services,
  options: PushOptions,
  prepared: PreparedImage,
): Promise<PushedTag[]> {
  const { repository, references } = prepared;
  await guardTags(services, options, references);
  if (options.dryRun) return references.map((reference) => dryRunTag(context, prepared, reference));
  if (options.createOrg) await createMissingOrg(context, services, repository);
  const { manifest, session } = await sendOrConvert(context, services, options, prepared);
  if (options.public) await makePublic(context, services, repository);
  reportDigest(context.output(), prepared.node, manifest);
  return references.map((reference) => pushedTag(prepared, reference, manifest, session));
}

function openSink(context: Context, services: Services, registry: string, repository: string) {
  const stop = new AbortController();
  const signal = AbortSignal.any([context.world.signal, stop.signal]);
  const { retries } = services.settings;
  return { repository: openRepository(services.registry(registry), repository, { signal, retries }), stop, signal };
}

/** With `auto`, a registry that refuses the manifest gets it once more with Docker types. */
async function sendOrConvert(context: Context, services: Services, options: PushOptions, prepared: PreparedImage) {
  try {
    return await send(context, services, options, prepared, prepared.plan);
  } catch (error) {
    if (options.format !== 'auto' || !hasCode(error, 'MANIFEST_REFUSED')) throw error;
    context.output().note(`${prepared.registry} refuses the manifest types of the source; pushing Docker types`);
    const { compression } = options;
    const plan = planCopy(prepared.node, { format: 'docker', ...(compression ? { compression } : {}) });
    return send(context, services, options, prepared, plan);
  }
}

async function send(
  context: Context,
  services: Services,
  { compressionLevel }: PushOptions,
  { registry, repository, references }: PreparedImage,
  plan: Plan,
): Promise<{ manifest: ImageManifest | ImageIndex; session: CopySession }> {
  const { repository: sink, stop, signal } = openSink(context, services, registry, repository);
  const progress = context.output().progress();
  const session = createCopySession(sink, {
    run: services.run,
    signal,
    abort: (reason) => {
      stop.abort(reason);
    },
    events: transferEvents(progress, 'uploading'),
    ...(compressionLevel === undefined ? {} : { level: compressionLevel }),
  });
  try {
    const manifest = await copyNode(session, plan.root);
    for (const { tag = 'latest' } of references) await services.run(() => sink.tag(manifest, tag));
    return { manifest, session };
  } finally {
    progress.stop();
  }
}

/** `--no-clobber` and `--if-digest`: looked at before the first byte. */
async function guardTags(services: Services, options: PushOptions, references: readonly Reference[]): Promise<void> {
  const { noClobber, ifDigest } = options;
  if (!noClobber && ifDigest === undefined) return;
  const wanted = ifDigest === undefined ? undefined : parseDigest(ifDigest);
  for (const { registry, repository, tag = 'latest' } of references) {
    const found = await headManifest({ host: services.registry(registry), repository, key: tag });
    const name = formatReference({ registry, repository, tag });
    if (noClobber && found !== undefined) {
      throw new SwrctlError('REFUSED', `${name} exists already`, {
        hint: 'Choose another tag, or leave --no-clobber out',
      });
    }
    if (wanted !== undefined) requireDigest(name, wanted, found);
  }
}

function requireDigest(name: string, wanted: Digest, found: { readonly digest?: Digest } | undefined): void {
  if (found?.digest === wanted) return;
  const now = found === undefined ? 'does not exist' : `is ${found.digest ?? 'of unknown digest'}`;
  throw new SwrctlError('REFUSED', `${name} ${now}, not ${wanted}`, { hint: `Look at it: swrctl digest ${name}` });
}

async function createMissingOrg(context: Context, services: Services, repository: string): Promise<void> {
  const { createNamespace } = await import('../../swr/endpoints/namespaces.ts');
  const { namespace } = parseRepositoryName(repository);
  const swr = await services.swr();
  try {
    await swr.call(createNamespace, { body: { namespace } });
    context.output().note(`Created organization ${namespace}`);
  } catch (error) {
    if (!hasCode(error, 'CONFLICT')) throw error;
  }
}

async function makePublic(context: Context, services: Services, path: string): Promise<void> {
  const { listRepositories, updateRepository } = await import('../../swr/endpoints/repositories.ts');
  const { namespace, repository } = parseRepositoryName(path);
  const swr = await services.swr();
  const found = await swr.call(listRepositories, { namespace, name: repository, limit: 1000, offset: 0 });
  const before = found.find(({ name }) => name === path);
  if (before?.public === true) return;
  const { category = 'other', description = '' } = before ?? {};
  await swr.call(updateRepository, { namespace, repository, body: { public: true, category, description } });
  context.output().note(`${path}: private → public`);
}

function reportDigest(output: Output, node: ContentNode, manifest: ImageManifest | ImageIndex): void {
  const before = sourceDigestOf(node);
  const after = manifest.descriptor.digest;
  if (before !== null && before !== after) output.note(`The digest changed with the types: was ${before}, is ${after}`);
}

function sourceDigestOf(node: ContentNode): string | null {
  return (node.kind === 'index' ? node.index : node.manifest)?.descriptor.digest ?? null;
}

function platformOf(planned: PlannedNode): string | null {
  const platforms = imagesOf(planned.source).flatMap(({ platform }) => (platform ? [formatPlatform(platform)] : []));
  return platforms.length > 0 ? platforms.join(',') : null;
}

function pushedTag(
  { node, plan }: PreparedImage,
  reference: Reference,
  manifest: ImageManifest | ImageIndex,
  session: CopySession,
): PushedTag {
  return {
    reference: formatReference(reference),
    digest: manifest.descriptor.digest,
    sourceDigest: sourceDigestOf(node),
    size: session.storedBytes(),
    uploadedBytes: session.uploadedBytes,
    platform: platformOf(plan.root),
  };
}

function dryRunTag(context: Context, { node, plan }: PreparedImage, reference: Reference): PushedTag {
  const images = imagesOf(plan.root.source);
  const size = images.flatMap(({ layers }) => layers).reduce((sum, layer) => sum + layer.size, 0);
  context.output().note(`Would push ${formatReference(reference)}`);
  const sourceDigest = sourceDigestOf(node);
  return {
    reference: formatReference(reference),
    digest: sourceDigest ?? '',
    sourceDigest,
    size,
    uploadedBytes: 0,
    platform: platformOf(plan.root),
  };
}
