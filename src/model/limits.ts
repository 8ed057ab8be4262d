import { SwrctlError } from '../base/errors.ts';

/** A limit of the service that swrctl checks before it sends anything. */
interface LimitRow {
  readonly value: number;
  readonly unit: 'bytes' | 'characters' | 'count';
}

const GB = 1024 ** 3;

/**
 * What SWR takes, as far as it is known; its own pages disagree, so each value can be overridden. A GB is 1024³ bytes.
 * `images` (repositories of an account in a region) and `tags` (of one repository) hold only where the service has its
 * image quota switched on and says no number of its own. Source: docs/reference/service.md#limits;
 * docs/reference/service.md#names.
 */
export const LIMITS = {
  layer: { value: 10 * GB, unit: 'bytes' },
  'organization-name': { value: 64, unit: 'characters' },
  'repository-name': { value: 128, unit: 'characters' },
  images: { value: 500, unit: 'count' },
  tags: { value: 300, unit: 'count' },
} as const satisfies Record<string, LimitRow>;

export type LimitName = keyof typeof LIMITS;

/** A value for every limit. */
export type Limits = Readonly<Record<LimitName, number>>;

export const LIMIT_NAMES = Object.keys(LIMITS) as readonly LimitName[];

/** The table with some values changed. */
export function limitsWith(changed: Partial<Limits>): Limits {
  const values = LIMIT_NAMES.map((name) => [name, changed[name] ?? LIMITS[name].value] as const);
  return Object.fromEntries(values) as Limits; // every name has a value
}

const SUFFIXES = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/**
 * Reads `NAME=VALUE`, for example `layer=50GB`; sizes take B, KB, MB, GB, TB (steps of 1024) or nothing for bytes.
 *
 * @throws {SwrctlError} USAGE
 */
export function parseLimit(text: string): Partial<Limits> {
  const [, written, amount = '', suffix = 'B'] = /^([a-z-]+)=([0-9]+(?:\.[0-9]+)?)([KMGT]?i?B)?$/i.exec(text) ?? [];
  const name = LIMIT_NAMES.find((known) => known === written);
  const power = SUFFIXES.findIndex((known) => known === suffix.toUpperCase().replace('I', ''));
  const isSize = name !== undefined && LIMITS[name].unit === 'bytes';
  if (name === undefined || (power > 0 && !isSize)) {
    throw new SwrctlError('USAGE', `"${text}" is not a limit`, {
      hint: `Write one of ${LIMIT_NAMES.join(', ')} with a value, for example: --limit layer=50GB`,
    });
  }
  return { [name]: Math.floor(Number(amount) * 1024 ** power) };
}

/** A value of the table in words: `10 GB`, `64 characters`, `300`. */
export function formatLimit(name: LimitName): string {
  const { value, unit } = LIMITS[name];
  if (unit === 'bytes') return formatLimitSize(value);
  return unit === 'count' ? String(value) : `${value} ${unit}`;
}

/** Bytes in the units of `parseLimit`, for messages: `10 GB`, `1.5 MB`. */
export function formatLimitSize(bytes: number): string {
  const power = Math.min(SUFFIXES.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return `${Number((bytes / 1024 ** power).toFixed(2))} ${SUFFIXES[power] ?? 'B'}`;
}
