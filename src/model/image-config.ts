import { array, boolean, mapOf, object, optional, string, unknown, withDefault, type Decoder } from '../base/decode.ts';
import { SwrctlError } from '../base/errors.ts';
import { digestText } from './descriptor.ts';
import type { Digest } from './digest.ts';
import { platformDetails, type Platform } from './platform.ts';
import { parseStrictJson } from './strict-json.ts';

/** Largest config that is read, in bytes. Source: docs/reference/contract.md#sizes-that-are-read. */
export const MAX_CONFIG_SIZE = 8 * 1024 * 1024;

export interface HistoryEntry {
  readonly createdBy: string;
  readonly created?: string;
  readonly comment?: string;
  /** True for steps that made no layer. */
  readonly emptyLayer: boolean;
}

/** What `docker run` starts with: the inner `config` object. */
export interface ContainerDefaults {
  readonly env: readonly string[];
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly user?: string;
  readonly workingDir?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly exposedPorts: readonly string[];
  readonly volumes: readonly string[];
}

/** The image config blob. Source: OCI image-spec 1.1, "Image Configuration". */
export interface ImageConfig {
  readonly platform: Platform;
  readonly created?: string;
  readonly author?: string;
  /** One per layer, first layer first: digests of the uncompressed layer tars. */
  readonly diffIDs: readonly Digest[];
  readonly history: readonly HistoryEntry[];
  readonly defaults: ContainerDefaults;
}

const strings = withDefault(array(string), []);

/** A command line. Early builders wrote a single word without a list around it. */
const words: Decoder<string[]> = (value, at) => (typeof value === 'string' ? [value] : strings(value, at));

const decodeDefaults = object({
  Env: strings,
  Entrypoint: words,
  Cmd: words,
  User: optional(string),
  WorkingDir: optional(string),
  Labels: optional(mapOf(string)),
  ExposedPorts: optional(mapOf(unknown)),
  Volumes: optional(mapOf(unknown)),
});

const decodeHistory = object({
  created: optional(string),
  created_by: withDefault(string, ''),
  comment: optional(string),
  empty_layer: withDefault(boolean, false),
});

const decodeConfig = object({
  os: optional(string),
  architecture: optional(string),
  variant: optional(string),
  'os.version': optional(string),
  created: optional(string),
  author: optional(string),
  rootfs: object({ diff_ids: withDefault(array(digestText), []) }),
  history: withDefault(array(decodeHistory), []),
  config: optional(decodeDefaults),
});

/**
 * Reads an image config. A missing platform is linux/amd64, as docker assumes for images of before 1.10.
 *
 * @throws {SwrctlError} API_SHAPE naming `at` when it is not the config of a container image.
 */
export function parseImageConfig(bytes: Buffer, at: string): ImageConfig {
  if (bytes.length > MAX_CONFIG_SIZE) {
    throw new SwrctlError('API_SHAPE', `${at} has ${bytes.length} bytes, more than an image config may have`);
  }
  const wire = decodeConfig(parseStrictJson(bytes, at), at);
  return {
    platform: {
      os: orElse(wire.os, 'linux'),
      architecture: orElse(wire.architecture, 'amd64'),
      ...platformDetails(wire),
    },
    ...(wire.created ? { created: wire.created } : {}),
    ...(wire.author ? { author: wire.author } : {}),
    diffIDs: wire.rootfs.diff_ids,
    history: wire.history.map(({ created, created_by, comment, empty_layer }) => ({
      createdBy: created_by,
      ...(created ? { created } : {}),
      ...(comment ? { comment } : {}),
      emptyLayer: empty_layer,
    })),
    defaults: containerDefaults(wire.config ?? decodeDefaults({}, at)),
  };
}

/** Go programs write what they do not know as an empty text. */
function orElse(text: string | undefined, fallback: string): string {
  return text === undefined || text === '' ? fallback : text;
}

function containerDefaults(wire: ReturnType<typeof decodeDefaults>): ContainerDefaults {
  return {
    env: wire.Env,
    entrypoint: wire.Entrypoint,
    cmd: wire.Cmd,
    ...(wire.User ? { user: wire.User } : {}),
    ...(wire.WorkingDir ? { workingDir: wire.WorkingDir } : {}),
    labels: Object.fromEntries(wire.Labels ?? []),
    exposedPorts: [...(wire.ExposedPorts?.keys() ?? [])],
    volumes: [...(wire.Volumes?.keys() ?? [])],
  };
}
