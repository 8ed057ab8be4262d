import { Readable } from 'node:stream';
import { isContent } from '../content/is-content.ts';
import { hasCode } from '../base/errors.ts';
import type { Descriptor } from '../model/descriptor.ts';
import type { ImageIndex, ImageManifest } from '../model/manifest.ts';
import { assembleImage, assembleIndex } from './assemble.ts';
import type { CopySession } from './copy-session.ts';
import { recoded } from './encode.ts';
import type { EncodeOptions } from './packing.ts';
import type { PlannedImage, PlannedIndex, PlannedLayer, PlannedNode } from './plan.ts';
import { pushKnown, pushRecoded, pushStored } from './push-blob.ts';

/**
 * Copies what was planned: blobs first, several at a time, then manifests, children before parents. Tagging is the
 * caller's, and the last thing to do.
 *
 * @returns the manifest that now stands in the sink.
 */
export function copyNode(session: CopySession, planned: PlannedNode): Promise<ImageManifest | ImageIndex> {
  const manifest =
    session.nodes.get(planned) ??
    (planned.kind === 'image' ? copyImage(session, planned) : copyIndex(session, planned));
  session.nodes.set(planned, manifest);
  return manifest;
}

async function copyIndex(session: CopySession, planned: PlannedIndex): Promise<ImageIndex> {
  const children = await settle(planned.children.map(({ planned: child }) => copyNode(session, child)));
  await settle(planned.blobs.map((blob) => copyLayer(session, blob)));
  for (const child of new Set(children)) await session.options.run(() => session.sink.pushManifest(child));
  return assembleIndex(
    planned,
    children.map(({ descriptor }) => descriptor),
  );
}

async function copyImage(session: CopySession, planned: PlannedImage): Promise<ImageManifest> {
  const [, ...layers] = await settle([
    copyConfig(session, planned),
    ...planned.layers.map((layer) => copyLayer(session, layer)),
  ]);
  return assembleImage(planned, layers);
}

/** Waits for all, then throws the first failure: nothing runs on behind an error message. */
async function settle<T>(work: readonly Promise<T>[]): Promise<T[]> {
  const outcomes = await Promise.allSettled(work);
  const failures = outcomes.filter((outcome) => outcome.status === 'rejected');
  if (failures[0] !== undefined) throw failures[0].reason;
  return outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
}

function copyConfig(session: CopySession, { source }: PlannedImage): Promise<Descriptor> {
  const { descriptor, bytes } = source.config;
  return copyOnce(session, descriptor.digest, () =>
    pushKnown(session, descriptor, 'config', (offset = 0) => Promise.resolve(Readable.from([bytes.subarray(offset)]))),
  );
}

async function copyLayer(session: CopySession, planned: PlannedLayer): Promise<Descriptor> {
  const { source, mediaType, compression, isRecoded } = planned;
  const key = `${source.digest ?? source.diffID ?? source.label} ${compression}`;
  const { ledger } = session.options;
  const { digest, size } = await copyOnce(session, key, async () => {
    const known = ledger?.find(key);
    const reused = known === undefined ? await reuseLayer(session, planned) : undefined;
    const stored =
      reused ??
      (isRecoded
        ? await pushRecoded(session, planned, known)
        : await pushStored(session, source, known?.mountFrom ?? ledger?.mountFrom));
    ledger?.add(key, stored);
    return stored;
  });
  return { mediaType, digest, size };
}

/** Only for layers that would be packed; a wrong claim costs packing the layer once more. */
async function reuseLayer(session: CopySession, planned: PlannedLayer): Promise<Descriptor | undefined> {
  const { reuse, events, onPacked } = session.options;
  const found = planned.isRecoded ? await reuse?.(planned) : undefined;
  if (found === undefined) return undefined;
  const { blob, claim } = found;
  if (claim !== undefined && !(await becomes(session, planned, blob, claim))) return undefined;
  if (claim !== undefined) await onPacked?.(planned, blob, claim);
  else events?.onBlob?.(planned.source.label, blob.size).onState('exists');
  session.reusedBytes += blob.size;
  return { ...blob, mediaType: planned.mediaType };
}

/** Packs a layer and throws it away, to see whether it becomes a blob. */
async function becomes(
  session: CopySession,
  { source, compression }: PlannedLayer,
  blob: Descriptor,
  claim: EncodeOptions,
): Promise<boolean> {
  const { events, signal } = session.options;
  const watch = events?.onBlob?.(source.label, blob.size);
  watch?.onState('comparing');
  try {
    const packed = await recoded(source, compression, claim)(0, signal);
    const isSame = await isContent(packed, blob, watch?.onBytes);
    watch?.onState(isSame ? 'exists' : 'done');
    return isSame;
  } catch (error) {
    watch?.onState('failed');
    throw error;
  }
}

/** Repeated layers are legal and stay repeated in the manifest, but they go over once. */
function copyOnce(session: CopySession, key: string, work: () => Promise<Descriptor>): Promise<Descriptor> {
  const known = session.blobs.get(key);
  if (known !== undefined) return known;
  const { run, abort } = session.options;
  const fresh = run(work).catch((error: unknown) => {
    // After Ctrl-C nothing more begins, but what is under way finishes.
    if (!hasCode(error, 'INTERRUPTED')) abort?.(error);
    throw error;
  });
  // Counted here and awaited by the caller; a failure is the caller's to report.
  fresh.then(({ digest, size }) => session.sizes.set(digest, size)).catch(() => undefined);
  session.blobs.set(key, fresh);
  return fresh;
}
