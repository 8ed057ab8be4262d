import { array, map, object, optional, string, withDefault, type Decoder } from '../base/decode.ts';
import { SwrctlError } from '../base/errors.ts';

/** What an image runs on. `architecture` uses Go's names: amd64, arm64, arm … */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
  /** Windows images have one, and run on one build of Windows only: `10.0.17763.5329`. */
  readonly osVersion?: string;
  /** What the system must have besides, `win32k` for example. */
  readonly osFeatures?: readonly string[];
}

type Processor = Pick<Platform, 'architecture' | 'variant'>;

/** Names that packagers, `uname -m` and Node have for processors. */
const ALIASES: Readonly<Record<string, Processor>> = {
  x86_64: { architecture: 'amd64' },
  'x86-64': { architecture: 'amd64' },
  x64: { architecture: 'amd64' },
  aarch64: { architecture: 'arm64' },
  ia32: { architecture: '386' },
  i386: { architecture: '386' },
  armhf: { architecture: 'arm' },
  armel: { architecture: 'arm', variant: 'v6' },
  armv7l: { architecture: 'arm', variant: 'v7' },
  armv6l: { architecture: 'arm', variant: 'v6' },
};

/** Go's names. Only these can stand alone, since a single word may just as well be a typing error. */
const ARCHITECTURES = new Set(
  `386 amd64 arm arm64 loong64 mips mipsle mips64 mips64le ppc64 ppc64le riscv64 s390x wasm`.split(' '),
);

const PART = /^[A-Za-z0-9_.-]+$/;
const SYSTEM = /^([A-Za-z0-9_-]+)(?:\(([A-Za-z0-9_.%-]*)((?:\+[A-Za-z0-9_.%-]+)*)\))?$/;

function invalidPlatform(text: string): SwrctlError {
  return new SwrctlError('REFERENCE_INVALID', `"${text}" is not a platform`, {
    hint: `Write it as os/arch[/variant], for example linux/amd64 or linux/arm/v7; with a version: 'windows(10.0.17763)/amd64'`,
  });
}

/**
 * Parses `os/arch[/variant]`, containerd's `os(version+feature)/arch` and crane's `os/arch:version`. An architecture
 * alone is Linux.
 *
 * @throws {SwrctlError} REFERENCE_INVALID
 */
export function parsePlatform(text: string): Platform {
  const [, words = '', suffix] = /^([^:]*)(?::([A-Za-z0-9_.-]+))?$/.exec(text) ?? [];
  const [first = '', ...parts] = isArchitecture(words) ? ['linux', words] : words.split('/');
  const system = parseSystem(first, text);
  if (parts.length === 0 || parts.length > 2 || !parts.every((part) => PART.test(part))) throw invalidPlatform(text);
  const processor = namedProcessor(parts[0] ?? '', parts[1]?.toLowerCase());
  if (suffix === undefined) return { ...system, ...processor };
  if (system.osVersion !== undefined) throw invalidPlatform(text);
  return { ...system, ...processor, osVersion: suffix };
}

function parseSystem(part: string, text: string): Pick<Platform, 'os' | 'osVersion' | 'osFeatures'> {
  const [, os = '', version = '', features = ''] = SYSTEM.exec(part) ?? [];
  if (os === '') throw invalidPlatform(text);
  const osFeatures = features.split('+').slice(1);
  return {
    os: os.toLowerCase(),
    ...(version === '' ? {} : { osVersion: decode(version, text) }),
    ...(osFeatures.length > 0 ? { osFeatures: osFeatures.map((feature) => decode(feature, text)) } : {}),
  };
}

const isArchitecture = (word: string): boolean =>
  ARCHITECTURES.has(word.toLowerCase()) || Object.hasOwn(ALIASES, word.toLowerCase());

function decode(part: string, text: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw invalidPlatform(text);
  }
}

/** A variant that was said counts more than the one in a name. */
function namedProcessor(name: string, said: string | undefined): Processor {
  const lower = name.toLowerCase();
  const { architecture, variant: implied } = (Object.hasOwn(ALIASES, lower) ? ALIASES[lower] : undefined) ?? {
    architecture: lower,
  };
  const variant = said ?? implied;
  return { architecture, ...(variant === undefined ? {} : { variant }) };
}

/** `os[(version+features)]/arch[/variant]`, which parsePlatform reads. What an index leaves out is Linux. */
export function formatPlatform({ os, architecture, variant, osVersion = '', osFeatures = [] }: Platform): string {
  const details = [osVersion, ...osFeatures].map(encode).join('+');
  const system = `${os === '' ? 'linux' : os}${details === '' ? '' : `(${details})`}`;
  return [system, architecture, ...(variant === undefined ? [] : [variant])].join('/');
}

/** Everything but what parsePlatform takes as it is, as bytes: an index may say anything. */
function encode(part: string): string {
  const percent = (character: string): string =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
  return part.replace(/[^A-Za-z0-9_.-]/gu, percent);
}

/** The platform of Linux images for this machine. @param arch as Node or `uname -m` names it. */
export function hostPlatform(arch: string): Platform {
  // Node has no name of its own for the little-endian processors, the only ones that it runs on under Linux.
  const own: Readonly<Record<string, string>> = { ppc64: 'ppc64le', mipsel: 'mipsle' };
  return { os: 'linux', ...namedProcessor(own[arch] ?? arch, undefined) };
}

/**
 * One spelling per platform, to compare by. The usual variant is absent for amd64 (v1) and arm64 (v8) and present for arm
 * (v7).
 *
 * @see containerd, package platforms, Normalize.
 */
export function normalizePlatform(platform: Platform): Platform {
  const { os, architecture, variant, ...rest } = platform;
  const system = os.toLowerCase();
  const named = namedProcessor(architecture, variant?.toLowerCase());
  return {
    ...rest,
    os: system === 'macos' ? 'darwin' : system === '' ? 'linux' : system,
    architecture: named.architecture,
    ...usualVariant(named),
  };
}

function usualVariant({ architecture, variant = '' }: Processor): { variant?: string } {
  const full = (/^\d/.test(variant) ? `v${variant}` : variant).replace(/^(v[89])\.0$/, '$1');
  if (architecture === 'arm') return { variant: full === '' ? 'v7' : full };
  const isUsual =
    full === '' || (architecture === 'amd64' && full === 'v1') || (architecture === 'arm64' && full === 'v8');
  return isUsual ? {} : { variant: full };
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
    'os.features': optional(array(string)),
  }),
  (wire) => ({
    os: wire.os,
    architecture: wire.architecture,
    ...platformDetails(wire),
  }),
);

/** The parts that are often absent, from an index or a config. */
export function platformDetails(wire: {
  readonly variant?: string | undefined;
  readonly 'os.version'?: string | undefined;
  readonly 'os.features'?: readonly string[] | undefined;
}): Pick<Platform, 'variant' | 'osVersion' | 'osFeatures'> {
  const { variant, 'os.version': osVersion, 'os.features': osFeatures = [] } = wire;
  return {
    ...(variant ? { variant } : {}),
    ...(osVersion ? { osVersion } : {}),
    ...(osFeatures.length > 0 ? { osFeatures } : {}),
  };
}
