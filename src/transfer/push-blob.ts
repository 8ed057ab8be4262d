import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { discard } from '../content/discard.ts';
import { verify } from '../content/verify.ts';
import type { BlobEvents, LayerNode, PushHints } from '../model/content.ts';
import type { Descriptor } from '../model/descriptor.ts';
import { digestOf } from '../model/digest.ts';
import type { CopyEvents, CopySession, Ledger } from './copy-session.ts';
import { recoded } from './encode.ts';
import { measureLayer } from './measure-layer.ts';
import { packingFor, type EncodeOptions } from './packing.ts';
import type { PlannedLayer } from './plan.ts';
import { proved } from './prove-layer.ts';
import { readAloud } from './read-aloud.ts';

/** A layer as the source stores it. */
export async function pushStored(session: CopySession, layer: LayerNode, mountFrom?: string): Promise<Descriptor> {
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

/** Blobs up to this many bytes are no more work to send than to ask for. */
const TINY_BLOB = 32 * 1024;
/** So many that were asked for, and none was there: the rest will not be there either. */
const ENOUGH_MISSES = 6;

async function isThere({ sink, options, questions }: CopySession, blob: Descriptor): Promise<boolean> {
  // An interrupted run left the first ones, which are the first to be asked for again.
  const isClear = questions.there === 0 && questions.asked >= ENOUGH_MISSES;
  if (options.guessesMisses === true && isClear && blob.size <= TINY_BLOB) return false;
  const found = await sink.has(blob);
  questions.asked += 1;
  if (found) questions.there += 1;
  return found;
}

/** A blob whose digest is known: the sink is asked for it first. */
export async function pushKnown(
  session: CopySession,
  descriptor: Descriptor,
  label: string,
  open: LayerNode['open'],
  hints: PushHints = {},
): Promise<Descriptor> {
  const events = session.options.events?.onBlob?.(label, descriptor.size);
  if (await isThere(session, descriptor)) {
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

/** A plain layer of up to this many bytes is packed before it is sent: its digest is known then, and one request less. */
const PACKED_FIRST = 1024 * 1024;

/** A layer that was packed before has a digest by now: the packer gives the same bytes again, and they are checked. */
export async function pushRecoded(
  session: CopySession,
  planned: PlannedLayer,
  known: ReturnType<Ledger['find']>,
): Promise<Descriptor> {
  const { source, compression, mediaType } = planned;
  const { options } = session;
  const packing = packingFor(options, source.size);
  if (known !== undefined) {
    const open = recoded(source, compression, packing);
    return pushKnown(session, { ...known.descriptor, mediaType }, source.label, open, { mountFrom: known.mountFrom });
  }
  const isSmall = source.compression === 'none' && source.size <= PACKED_FIRST;
  const stored =
    isSmall && options.packsFirst === true
      ? await pushPacked(session, planned, packing)
      : await pushWhilePacking(session, planned, packing);
  const descriptor = { mediaType, ...stored };
  await options.onPacked?.(planned, descriptor, packing);
  return descriptor;
}

async function pushPacked(
  session: CopySession,
  { source, compression, mediaType }: PlannedLayer,
  packing: EncodeOptions,
): Promise<Pick<Descriptor, 'digest' | 'size'>> {
  const bytes = await buffer(await recoded(source, compression, packing)(0, session.options.signal));
  const descriptor = { mediaType, digest: digestOf(bytes), size: bytes.length };
  return pushKnown(session, descriptor, source.label, (offset = 0) =>
    Promise.resolve(Readable.from([bytes.subarray(offset)])),
  );
}

async function pushWhilePacking(
  session: CopySession,
  { source, compression, mediaType }: PlannedLayer,
  packing: EncodeOptions,
): Promise<Pick<Descriptor, 'digest' | 'size'>> {
  const events = session.options.events?.onBlob?.(source.label, undefined, source.size);
  const told = recoded(readAloud(source, events?.onRead), compression, packing);
  return watched(events, () => session.sink.ingest({ mediaType, label: source.label }, told, counted(session, events)));
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
