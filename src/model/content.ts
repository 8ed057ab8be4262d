import type { Readable } from 'node:stream';
import type { Descriptor } from './descriptor.ts';
import type { Digest } from './digest.ts';
import type { Compression, MediaTypeFamily } from './media-type.ts';
import type { ImageConfig } from './image-config.ts';
import type { ImageIndex, ImageManifest } from './manifest.ts';
import type { Platform } from './platform.ts';

/** Opens stored bytes from an offset (default 0). May be called again, for a retry. The caller consumes or destroys it. */
export type OpenAt = (offset?: number, signal?: AbortSignal) => Promise<Readable>;

/**
 * One layer as a source holds it. An archive may hold layers whose digest only reading tells (gzip inside a
 * docker-archive), so `digest` can be missing; `diffID` then says what the bytes must unpack to.
 */
export interface LayerNode {
  readonly mediaType: string;
  /** How the stored bytes are packed, by looking at them where the source can, else as the type claims. */
  readonly compression: Compression;
  /** Stored bytes, exactly. */
  readonly size: number;
  /** Digest of the stored bytes. */
  readonly digest?: Digest;
  /** Digest of the unpacked layer tar, from the config. */
  readonly diffID?: Digest;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Where a foreign layer can be fetched. */
  readonly urls?: readonly string[];
  /** A foreign layer that the source names but does not hold: opening it fails. */
  readonly isElsewhere?: true;
  readonly open: OpenAt;
  /** How a person finds it: an entry name or a digest. For messages. */
  readonly label: string;
}

/** The config of an image, small enough to be held. */
export interface ConfigNode {
  readonly descriptor: Descriptor;
  readonly bytes: Buffer;
  /** Absent for artifacts that are not container images. */
  readonly image?: ImageConfig;
}

/** One image, whole but for its layers' bytes. */
export interface ImageNode {
  readonly kind: 'image';
  /** The manifest as stored; absent where the source has none (docker-archive). */
  readonly manifest?: ImageManifest;
  /** The types that the source uses, or would use. */
  readonly family: MediaTypeFamily;
  readonly config: ConfigNode;
  readonly layers: readonly LayerNode[];
  readonly platform?: Platform;
}

/** An index or manifest list and the images in it that the source holds. */
export interface IndexNode {
  readonly kind: 'index';
  readonly index: ImageIndex;
  readonly children: readonly IndexChild[];
}

export interface IndexChild {
  /** The entry as the index has it, platform and annotations included. */
  readonly descriptor: Descriptor;
  /** Absent when the source does not hold this child (a partial save). */
  readonly node?: ImageNode | IndexNode;
  /** In place of a node where the child is no manifest: BuildKit's cache is an index of layers and its own record. */
  readonly blob?: LayerNode;
  /** True for BuildKit provenance and SBOM manifests. */
  readonly isAttestation: boolean;
}

export type ContentNode = ImageNode | IndexNode;

export interface LoadOptions {
  /** Which children of an index are wanted; the others come without a node. Default: all. */
  readonly select?: (children: readonly Descriptor[]) => readonly Descriptor[];
  readonly signal?: AbortSignal | undefined;
}

/** Where images come from: a registry repository or an archive. Nodes that it gave open their own bytes. */
export interface ContentSource {
  /** Reads manifests and configs down from what `name` means to this source; layers stay unread. */
  readonly load: (name: string, options?: LoadOptions) => Promise<ContentNode>;
}

/** Where images go to. Children are pushed before parents; the tag comes last. */
export interface ContentSink {
  /** True when the sink holds this content already. */
  readonly has: (descriptor: Descriptor) => Promise<boolean>;
  /** Stores a blob of known digest and size. The sink checks both. */
  readonly push: (descriptor: Descriptor, open: OpenAt, events?: BlobEvents, hints?: PushHints) => Promise<void>;
  /**
   * Stores a blob whose digest only its last byte tells. `open` gives the bytes as they are to be stored.
   *
   * @returns digest and size of what was stored.
   */
  readonly ingest: (
    blob: { readonly mediaType: string; readonly label: string },
    open: OpenAt,
    events?: BlobEvents,
  ) => Promise<{ digest: Digest; size: number }>;
  /** Stores a manifest or index; its children are there already. */
  readonly pushManifest: (manifest: ImageManifest | ImageIndex) => Promise<void>;
  /** Gives a stored manifest a name. */
  readonly tag: (manifest: ImageManifest | ImageIndex, name: string) => Promise<void>;
}

/** What may save a sink work. It need not be true, and never decides what is stored. */
export interface PushHints {
  /** Another repository of the same registry that is said to hold the blob. */
  readonly mountFrom?: string | undefined;
}

/** What a transfer tells while it runs. */
export interface BlobEvents {
  /** Bytes that went over the wire or into the file since the last call. */
  readonly onBytes?: (count: number) => void;
  /** So many bytes were there from an earlier run, and need not come again. */
  readonly onResumed?: (count: number) => void;
  /** The bytes so far were lost and are sent again. */
  readonly onRestart?: () => void;
  /** Nothing was sent: the other side took it from a repository of its own. */
  readonly onMounted?: () => void;
}
