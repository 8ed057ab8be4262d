import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { discard } from '../content/discard.ts';
import { isContent } from '../content/is-content.ts';
import { verify } from '../content/verify.ts';
import { hasCode } from '../base/errors.ts';
import type { BlobEvents, ContentSink, LayerNode, PushHints } from '../model/content.ts';
import type { Descriptor } from '../model/descriptor.ts';
import type { ImageIndex, ImageManifest } from '../model/manifest.ts';
import { assembleImage, assembleIndex } from './assemble.ts';
import { recoded } from './encode.ts';
import type { EncodeOptions } from './packing.ts';
import { measureLayer } from './measure-layer.ts';
import type { PlannedImage, PlannedIndex, PlannedLayer, PlannedNode } from './plan.ts';
import { proved } from './prove-layer.ts';
import { readAloud } from './read-aloud.ts';

export type BlobState = 'waiting' | 'comparing' | 'uploading' | 'exists' | 'done' | 'failed';

/** Told about each blob while it moves. */
export interface CopyEvents {
  /**
   * @param size undefined while only its last byte will tell.
   * @param sourceSize of a layer that is packed on the way: its bytes before.
   */
  readonly onBlob?: (label: string, size: number | undefined, sourceSize?: number) => CopiedBlobEvents;
}

/** What is told of one blob. */
export interface CopiedBlobEvents extends BlobEvents {
  readonly onState: (state: BlobState) => void;
  /** Bytes that were read so far of a layer that is packed on the way; less than before after a new try. */
  readonly onRead?: (bytes: number) => void;
}

export interface CopyOptions extends EncodeOptions {
  /** Runs work when there is room for another blob. */
  readonly run: <T>(work: () => Promise<T>) => Promise<T>;
  readonly events?: CopyEvents | undefined;
  readonly ledger?: Ledger;
  /** Finds a blob of the sink that a layer would become, or might, before the layer is read. */
  readonly reuse?: (planned: PlannedLayer) => Promise<ReusableBlob | undefined>;
  /** Told what a layer became that was packed here, and with which options. */
  readonly onPacked?: (planned: PlannedLayer, stored: Descriptor, packedWith: EncodeOptions) => Promise<void>;
  /** Unpacks layers on the way that stay as they are, too, and compares them with their diffIDs. Default false. */
  readonly verifyLayers?: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Called with the first failure, so that transfers under way can stop: wire it to `signal`. */
  readonly abort?: (reason: unknown) => void;
}

/** A blob that the sink has. */
export interface ReusableBlob {
  readonly blob: Descriptor;
  /**
   * Absent: it is known to be the layer. Else it is only said to be, and the layer packed with these options has to
   * become this very blob.
   */
  readonly claim?: EncodeOptions;
}

/** What is known of blobs from elsewhere: other repositories of the same run, or what a source says. */
export interface Ledger {
  /** What a blob became before, and a repository to mount it from. The sink is always asked whether it is there. */
  readonly find: (key: string) => { readonly descriptor: Descriptor; readonly mountFrom?: string } | undefined;
  readonly add: (key: string, descriptor: Descriptor) => void;
  /** A repository of the same registry that has all layers: the source of a copy. */
  readonly mountFrom?: string | undefined;
}

/** What one run has copied so far; shared by all its images, so that a common layer goes over once. */
export interface CopySession {
  readonly sink: ContentSink;
  readonly options: CopyOptions;
  readonly blobs: Map<string, Promise<Descriptor>>;
  /** What a planned node became; many entries of an index may lead to one. */
  readonly nodes: Map<PlannedNode, Promise<ImageManifest | ImageIndex>>;
  /** Bytes by digest. */
  readonly sizes: Map<string, number>;
  /** On the wire, tries that failed included. */
  uploadedBytes: number;
  /** Of blobs that were there already, as they are stored. */
  reusedBytes: number;
  /** Bytes of all blobs that the copied images have, each counted once. */
  readonly storedBytes: () => number;
}

export function createCopySession(sink: ContentSink, options: CopyOptions): CopySession {
  const sizes = new Map<string, number>();
  return {
    sink,
    options,
    sizes,
    blobs: new Map(),
    nodes: new Map(),
    uploadedBytes: 0,
    reusedBytes: 0,
    storedBytes: () => [...sizes.values()].reduce((sum, size) => sum + size, 0),
  };
}

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

async function pushStored(session: CopySession, layer: LayerNode, mountFrom?: string): Promise<Descriptor> {
  // Packed layers in a docker-archive have no name but their content: reading it is cheap, sending it twice is not.
  const digest = layer.digest ?? (await measureLayer(layer, session.options.signal));
  const descriptor = { mediaType: layer.mediaType, digest, size: layer.size };
  if (session.options.verifyLayers !== true)
    return pushKnown(session, descriptor, layer.label, layer.open, { mountFrom });
  // What an earlier run left is not read on its way any more.
  if (await session.sink.has(descriptor)) await readProved(session, layer, descriptor);
  return pushKnown(session, descriptor, layer.label, proved(layer), { mountFrom });
}

async function readProved({ options }: CopySession, layer: LayerNode, descriptor: Descriptor): Promise<void> {
  await pipeline([await proved(layer)(0, options.signal), verify(descriptor, layer.label), discard()]);
}

async function pushKnown(
  session: CopySession,
  descriptor: Descriptor,
  label: string,
  open: LayerNode['open'],
  hints: PushHints = {},
): Promise<Descriptor> {
  const events = session.options.events?.onBlob?.(label, descriptor.size);
  if (await session.sink.has(descriptor)) {
    events?.onState('exists');
    session.reusedBytes += descriptor.size;
    return descriptor;
  }
  const onMounted = (): void => {
    session.reusedBytes += descriptor.size;
    events?.onMounted?.();
  };
  await watched(events, () => session.sink.push(descriptor, open, { ...counted(session, events), onMounted }, hints));
  return descriptor;
}

/** A layer that was packed before has a digest by now: the packer gives the same bytes again, and they are checked. */
async function pushRecoded(
  session: CopySession,
  planned: PlannedLayer,
  known: ReturnType<Ledger['find']>,
): Promise<Descriptor> {
  const { source, compression, mediaType } = planned;
  if (known !== undefined) {
    const open = recoded(source, compression, session.options);
    return pushKnown(session, { ...known.descriptor, mediaType }, source.label, open, { mountFrom: known.mountFrom });
  }
  const events = session.options.events?.onBlob?.(source.label, undefined, source.size);
  const told = recoded(readAloud(source, events?.onRead), compression, session.options);
  const stored = await watched(events, () =>
    session.sink.ingest({ mediaType, label: source.label }, told, counted(session, events)),
  );
  const descriptor = { mediaType, ...stored };
  await session.options.onPacked?.(planned, descriptor, session.options);
  return descriptor;
}

type Watch = ReturnType<NonNullable<CopyEvents['onBlob']>> | undefined;

async function watched<T>(events: Watch, work: () => Promise<T>): Promise<T> {
  events?.onState('uploading');
  try {
    const result = await work();
    events?.onState('done');
    return result;
  } catch (error) {
    events?.onState('failed');
    throw error;
  }
}

function counted(session: CopySession, events: Watch): BlobEvents {
  return {
    ...events,
    onBytes: (count) => {
      session.uploadedBytes += count;
      events?.onBytes?.(count);
    },
  };
}
