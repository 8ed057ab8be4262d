import { SwrctlError } from '../errors.ts';
import { object, optional, string, map, withDefault, type Decoder } from '../decode.ts';

/** What an image runs on. `architecture` uses Go's names: amd64, arm64, arm … */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
  readonly osVersion?: string;
}

const ARCHITECTURE_ALIASES: Record<string, string> = {
  x86_64: 'amd64',
  'x86-64': 'amd64',
  x64: 'amd64',
  aarch64: 'arm64',
  ia32: '386',
  i386: '386',
  armhf: 'arm',
};

const PART = /^[A-Za-z0-9_.-]+$/;

/** Node's or uname's name of a processor → Go's. */
export function normalizeArchitecture(name: string): string {
  return ARCHITECTURE_ALIASES[name.toLowerCase()] ?? name.toLowerCase();
}

/** Parses `os/arch[/variant]`. @throws {SwrctlError} REFERENCE_INVALID */
export function parsePlatform(text: string): Platform {
  const [os = '', architecture = '', variant, ...rest] = text.split('/');
  const parts = [os, architecture, ...(variant === undefined ? [] : [variant])];
  if (rest.length > 0 || !parts.every((part) => PART.test(part))) {
    throw new SwrctlError('REFERENCE_INVALID', `"${text}" is not a platform`, {
      hint: 'Write it as os/arch[/variant], for example linux/amd64 or linux/arm/v7',
    });
  }
  const platform = { os: os.toLowerCase(), architecture: normalizeArchitecture(architecture) };
  return variant === undefined ? platform : { ...platform, variant: variant.toLowerCase() };
}

export function formatPlatform({ os, architecture, variant }: Platform): string {
  return [os, architecture, ...(variant === undefined ? [] : [variant])].join('/');
}

/** True when an image for `offered` is what somebody asking for `wanted` means; arm64 is the same as arm64/v8. */
export function matchesPlatform(offered: Platform, wanted: Platform): boolean {
  const variantOf = ({ architecture, variant }: Platform) => variant ?? (architecture === 'arm64' ? 'v8' : undefined);
  return (
    offered.os === wanted.os &&
    normalizeArchitecture(offered.architecture) === wanted.architecture &&
    (wanted.variant === undefined || variantOf(offered) === variantOf(wanted))
  );
}

/** BuildKit marks attestations with this platform. */
export function isUnknownPlatform(platform: Platform | undefined): boolean {
  return platform?.os === 'unknown' && platform.architecture === 'unknown';
}

/** Wire form of a platform object in an index; absent parts stay absent, OS and architecture are empty then. */
export const decodePlatform: Decoder<Platform> = map(
  object({
    os: withDefault(string, ''),
    architecture: withDefault(string, ''),
    variant: optional(string),
    'os.version': optional(string),
  }),
  (wire) => ({
    os: wire.os,
    architecture: wire.architecture,
    ...(wire.variant ? { variant: wire.variant } : {}),
    ...(wire['os.version'] ? { osVersion: wire['os.version'] } : {}),
  }),
);
