import type { BlobEvents, ContentSink } from '../model/content.ts';
import type { Descriptor } from '../model/descriptor.ts';
import type { ImageIndex, ImageManifest } from '../model/manifest.ts';
import type { EncodeOptions } from './packing.ts';
import type { PlannedLayer, PlannedNode } from './plan.ts';

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
  /** The sink is asked for a blob before it gets it: small layers are packed first. Default: they go over while they are. */
  readonly packsFirst?: boolean;
  /** Blobs that are no more work to send than to ask for are not asked for once it is clear that none is there. Default false. */
  readonly guessesMisses?: boolean;
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
  /** Of the blobs that the sink was asked for, and of those that were there. */
  readonly questions: { asked: number; there: number };
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
    questions: { asked: 0, there: 0 },
    blobs: new Map(),
    nodes: new Map(),
    uploadedBytes: 0,
    reusedBytes: 0,
    storedBytes: () => [...sizes.values()].reduce((sum, size) => sum + size, 0),
  };
}
