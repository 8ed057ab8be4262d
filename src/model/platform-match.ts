import { compareVersions, fitsVersion, isWindowsBuild } from './os-version.ts';
import { normalizePlatform, type Platform } from './platform.ts';

/**
 * How far a choice may go when there is nothing for the very platform: to older variants of the same `architecture`, or
 * to everything that such a `machine` runs (386 on amd64, arm on arm64).
 */
export type Reach = 'architecture' | 'machine';

type Processor = Pick<Platform, 'architecture' | 'variant'>;

const OLDEST_ARM = 5;

const down = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, from - to + 1) }, (_, index) => from - index);

/**
 * What a machine of this platform runs, best first.
 *
 * @param platform normalized.
 * @see containerd, package platforms, Only.
 */
function processors({ architecture, variant }: Platform, reach: Reach): Processor[] {
  const own = { architecture, ...(variant === undefined ? {} : { variant }) };
  const level = Number(/^v(\d{1,2})$/.exec(variant ?? '')?.[1]);
  switch (architecture) {
    case 'amd64': {
      const older = down(level - 1, 2).map((number) => ({ architecture, variant: `v${number}` }));
      const plain = level > 1 ? [{ architecture }] : [];
      return [own, ...older, ...plain, ...(reach === 'machine' ? [{ architecture: '386' }] : [])];
    }
    case 'arm':
      return [own, ...armVariants(level - 1)];
    case 'arm64':
      return [own, ...arm64Variants(variant ?? 'v8'), ...(reach === 'machine' ? armVariants(8) : [])];
    default:
      return [own];
  }
}

const armVariants = (newest: number): Processor[] =>
  down(newest, OLDEST_ARM).map((number) => ({ architecture: 'arm', variant: `v${number}` }));

/** v9.0 has all of v8.5. */
function arm64Variants(variant: string): Processor[] {
  const [, major = '', minor = '0'] = /^v([89])(?:\.(\d{1,2}))?$/.exec(variant) ?? [];
  if (major === '') return [];
  const newest = Number(minor);
  const ninth = major === '9' ? down(newest - 1, 0).map((number) => (number === 0 ? 'v9' : `v9.${number}`)) : [];
  const eighth = down(major === '9' ? newest + 5 : newest - 1, 1).map((number) => `v8.${number}`);
  const named = [...ninth, ...eighth].map((name) => ({ architecture: 'arm64', variant: name }));
  return variant === 'v8' ? [] : [...named, { architecture: 'arm64' }];
}

/** Something for a platform, an entry of an index for example. */
export interface Offer {
  readonly platform: Platform;
}

interface Candidate<T> {
  readonly offer: T;
  readonly normal: Platform;
}

/**
 * The offers that fit somebody asking for `wanted` best, in their order: of one variant, and of the version that was
 * asked for if any has exactly that. Several are left when they are for the same platform, or when they have versions and
 * none was asked for.
 */
export function bestMatches<T extends Offer>(offers: readonly T[], wanted: Platform, reach: Reach): readonly T[] {
  const normal = normalizePlatform(wanted);
  const candidates = offers.map((offer) => ({ offer, normal: normalizePlatform(offer.platform) }));
  for (const step of processors(normal, reach)) {
    const fitting = candidates.filter((one) => fits(one.normal, { ...step, ...system(normal) }));
    if (fitting.length > 0) return closest(fitting, wanted).map(({ offer }) => offer);
  }
  return [];
}

/** True when an image for `offered` is what somebody asking for `wanted` can have. */
export function matchesPlatform(offered: Platform, wanted: Platform, reach: Reach): boolean {
  return bestMatches([{ platform: offered }], wanted, reach).length > 0;
}

/** True when both are the same but for spelling and version. */
export function isSamePlatform(a: Platform, b: Platform): boolean {
  const [one, other] = [normalizePlatform(a), normalizePlatform(b)];
  return one.os === other.os && one.architecture === other.architecture && one.variant === other.variant;
}

const system = ({ os, osVersion, osFeatures }: Platform) => ({
  os,
  ...(osVersion === undefined ? {} : { osVersion }),
  ...(osFeatures === undefined ? {} : { osFeatures }),
});

function fits(offered: Platform, wanted: Platform): boolean {
  return (
    isSamePlatform(offered, wanted) &&
    fitsVersion(wanted.os, offered.osVersion, wanted.osVersion) &&
    (offered.osFeatures ?? []).every((feature) => wanted.osFeatures?.includes(feature))
  );
}

function closest<T extends Offer>(fitting: readonly Candidate<T>[], wanted: Platform): readonly Candidate<T>[] {
  const { os, osVersion, variant } = wanted;
  const named = prefer(fitting, ({ normal }) => normal.osVersion === osVersion);
  const newest = named
    .map(({ normal }) => normal.osVersion ?? '')
    .sort(compareVersions)
    .at(-1);
  const isBuild = osVersion !== undefined && isWindowsBuild(os, osVersion);
  const current = isBuild ? named.filter(({ normal }) => (normal.osVersion ?? '') === newest) : named;
  const features = Math.max(...current.map(({ normal }) => normal.osFeatures?.length ?? 0));
  const fullest = current.filter(({ normal }) => (normal.osFeatures?.length ?? 0) === features);
  return prefer(fullest, ({ offer }) => offer.platform.variant === variant);
}

/** Those for which it holds, if there are any; else all. */
function prefer<T>(items: readonly T[], holds: (item: T) => boolean): readonly T[] {
  const kept = items.filter(holds);
  return kept.length > 0 ? kept : items;
}
