import { requireZstd } from '../../content/zstd.ts';
import { SwrctlError, hasCode } from '../../errors.ts';
import type { ContentNode } from '../../model/content.ts';
import type { ImageIndex, ImageManifest } from '../../model/manifest.ts';
import { formatPlatform } from '../../model/platform.ts';
import { formatReference, type Reference } from '../../model/reference.ts';
import type { Output } from '../../output/output.ts';
import { openRepository } from '../../registry/repository.ts';
import { copyNode, createCopySession, type CopySession, type Ledger } from '../../transfer/copy.ts';
import { planCopy, type CopyPolicy, type Plan } from '../../transfer/plan.ts';
import { predictManifest } from '../../transfer/predict.ts';
import { imagesOf } from '../../transfer/select.ts';
import type { Context } from '../context.ts';
import type { Services } from '../services.ts';
import { transferEvents } from '../transfer-events.ts';
import { createBlobBook } from './blob-book.ts';
import type { Packers } from './compressor.ts';
import { createReuse } from './reuse-layers.ts';
import { createMissingOrg, guardTags, makePublic } from './send-guards.ts';
import type { PushedTag, ReuseMode, SendOptions } from './send-options.ts';

/** An image on its way into one repository, with everything decided. */
export interface PreparedImage {
  readonly registry: string;
  readonly repository: string;
  readonly references: readonly Reference[];
  readonly node: ContentNode;
  readonly plan: Plan;
}

/** Makes the plan for each repository that the image goes to. Nothing is sent. */
export async function prepareImage(
  node: ContentNode,
  references: readonly Reference[],
  options: SendOptions,
  services: Services,
  output: Output,
): Promise<PreparedImage[]> {
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

/** `registry/org/repo`, the unit that blobs are shared in. */
function repositoryKey({ registry, repository }: Pick<Reference, 'registry' | 'repository'>): string {
  return `${registry}/${repository}`;
}

/**
 * `auto` means Docker types on SWR, which refuses OCI indexes, and the source's own elsewhere. zstd needs OCI types.
 *
 * @throws {SwrctlError} REFUSED for zstd on SWR without `--format oci`; USAGE for zstd with Docker types.
 */
async function policyFor(registry: string, options: SendOptions, services: Services): Promise<CopyPolicy> {
  const { format, compression } = options;
  const isZstd = compression === 'zstd';
  if (isZstd && format === 'docker') {
    throw new SwrctlError('USAGE', 'Docker manifest types have no zstd layers', { hint: 'Use --format oci, or gzip' });
  }
  const isSwr = format === 'auto' ? (await services.registry(registry).facts()).isSwr : false;
  if (isZstd && isSwr) {
    throw new SwrctlError('REFUSED', `${registry} is SWR, which is not known to take zstd layers`, {
      hint: 'Use --compression gzip, or insist with --format oci',
    });
  }
  if (isZstd) requireZstd();
  const automatic = isSwr ? 'docker' : isZstd ? 'oci' : 'keep';
  return { format: format === 'auto' ? automatic : format, ...(compression ? { compression } : {}) };
}

/** Sends one prepared image and tags it. */
export type Send = (prepared: PreparedImage) => Promise<PushedTag[]>;

/** What may save a sender work. */
export interface SenderHints {
  /** The repository that is copied from, which has all of its blobs. */
  readonly source?: Pick<Reference, 'registry' | 'repository'> | undefined;
  /** Images whose layers the registry is likely to have. */
  readonly cacheFrom?: readonly Reference[];
  readonly packers: Packers;
  /** Default `verified`. */
  readonly reuse?: ReuseMode;
  /** Reads the blobs of layers that are not sent, too. Default false. */
  readonly verify?: boolean;
}

/** A sender for one run of a command: what went into a repository once is not sent there again. */
export function createSender(context: Context, services: Services, options: SendOptions, hints: SenderHints): Send {
  const book = createBlobBook(hints.source);
  const sessions = new Map<string, CopySession>();
  const sessionFor = (prepared: PreparedImage): CopySession => {
    const key = repositoryKey(prepared);
    const session =
      sessions.get(key) ?? openSession(context, services, options, prepared, book.ledgerFor(prepared), hints);
    sessions.set(key, session);
    return session;
  };
  return async (prepared) => {
    const { repository, references, node, plan } = prepared;
    await guardTags(services, options, references);
    if (options.dryRun) return references.map((reference) => dryRunTag(context, prepared, reference));
    if (options.createOrg) await createMissingOrg(context, services, repository);
    const session = sessionFor(prepared);
    const before = session.uploadedBytes;
    const manifest = await sendOrConvert(context, services, options, prepared, session);
    if (options.public) await makePublic(context, services, repository);
    reportDigest(context.output(), node, manifest);
    const size = sizeOf(manifest, session);
    return references.map((reference) => ({
      reference: formatReference(reference),
      digest: manifest.descriptor.digest,
      sourceDigest: sourceDigestOf(node),
      size,
      uploadedBytes: session.uploadedBytes - before,
      platform: platformOf(plan),
    }));
  };
}

function openSession(
  context: Context,
  services: Services,
  { chunkSize }: SendOptions,
  { registry, repository, references }: PreparedImage,
  ledger: Ledger,
  { cacheFrom = [], packers, reuse: mode = 'verified', verify = false }: SenderHints,
): CopySession {
  const stop = new AbortController();
  const signal = AbortSignal.any([context.world.signal, stop.signal]);
  const { retries } = services.settings;
  const sink = openRepository(services.registry(registry), repository, { signal, retries, chunkSize });
  const { warn } = context.output();
  return createCopySession(sink, {
    ...createReuse({ services, references, cacheFrom, packers, mode, verify, warn, signal }),
    ...packers.own,
    run: services.run,
    signal,
    ledger,
    abort: (reason) => {
      stop.abort(reason);
    },
    events: transferEvents(context.output().progress(), 'uploading'),
  });
}

/** With `auto`, a registry that refuses the manifest gets it once more with Docker types. */
async function sendOrConvert(
  context: Context,
  services: Services,
  options: SendOptions,
  prepared: PreparedImage,
  session: CopySession,
): Promise<ImageManifest | ImageIndex> {
  try {
    return await send(services, prepared, prepared.plan, session);
  } catch (error) {
    if (options.format !== 'auto' || !hasCode(error, 'MANIFEST_REFUSED')) throw error;
    context.output().note(`${prepared.registry} refuses the manifest types of the source; pushing Docker types`);
    const { compression } = options;
    const plan = planCopy(prepared.node, { format: 'docker', ...(compression ? { compression } : {}) });
    return send(services, prepared, plan, session);
  }
}

async function send(
  services: Services,
  { references }: PreparedImage,
  plan: Plan,
  session: CopySession,
): Promise<ImageManifest | ImageIndex> {
  const manifest = await copyNode(session, plan.root);
  for (const { tag } of references) {
    await services.run(() =>
      tag === undefined ? session.sink.pushManifest(manifest) : session.sink.tag(manifest, tag),
    );
  }
  return manifest;
}

function reportDigest(output: Output, node: ContentNode, manifest: ImageManifest | ImageIndex): void {
  const before = sourceDigestOf(node);
  const after = manifest.descriptor.digest;
  if (before !== null && before !== after) output.note(`The digest changed with the types: was ${before}, is ${after}`);
}

function sourceDigestOf(node: ContentNode): string | null {
  return (node.kind === 'index' ? node.index : node.manifest)?.descriptor.digest ?? null;
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

/** What is told of a tag that had the right content already. */
export function unchangedTag({ node, plan }: PreparedImage, reference: Reference): PushedTag {
  const sourceDigest = sourceDigestOf(node);
  return {
    reference: formatReference(reference),
    digest: predictManifest(plan.root)?.descriptor.digest ?? sourceDigest ?? '',
    sourceDigest,
    size: [...layerSizes(node).values()].reduce((sum, size) => sum + size, 0),
    uploadedBytes: 0,
    platform: platformOf(plan),
  };
}

function layerSizes(node: ContentNode): Map<string, number> {
  return new Map(imagesOf(node).flatMap(({ layers }) => layers.map(({ label, size }) => [label, size])));
}

function dryRunTag(context: Context, prepared: PreparedImage, reference: Reference): PushedTag {
  context.output().note(`Would push ${formatReference(reference)}`);
  return unchangedTag(prepared, reference);
}
