import { isIPv4, isIPv6 } from 'node:net';
import { SwrctlError } from '../../../base/errors.ts';

/** Addresses that are to be let in. */
export interface WantedRange {
  /** `203.0.113.0/24`; a single address is a /32. */
  readonly cidr: string;
  /** Absent where nothing was said. */
  readonly description?: string;
}

/** `CIDR[=TEXT]`. @throws {SwrctlError} USAGE */
export function parseRange(text: string): WantedRange {
  const [, range = '', description] = /^([^=]*)(?:=(.*))?$/s.exec(text) ?? [];
  const cidr = canonicalRange(range.trim());
  if (cidr === undefined) {
    throw new SwrctlError('USAGE', `"${range}" is neither an address nor a range of addresses`, {
      hint: 'Write it as 203.0.113.7 or 203.0.113.0/24, with a text as 203.0.113.0/24=office',
    });
  }
  requireNetwork(cidr, range);
  return { cidr, ...(description === undefined ? {} : { description }) };
}

/** The one way to write a range, for comparing; undefined for what is none. */
export function canonicalRange(text: string): string | undefined {
  const [address = '', bits, ...rest] = text.split('/');
  const most = isIPv4(address) ? 32 : 128;
  const isAddress = most === 32 || (isIPv6(address) && !address.includes('%'));
  if (!isAddress || rest.length > 0 || !isCount(bits ?? '0', most)) return undefined;
  const short = most === 32 ? address : new URL(`http://[${address}]`).hostname.slice(1, -1);
  return `${short}/${bits ?? most}`;
}

const isCount = (text: string, most: number): boolean => /^(?:0|[1-9]\d{0,2})$/.test(text) && Number(text) <= most;

const IPV4_ADDRESSES = 2 ** 32;

const addressNumber = (address: string): number =>
  address
    .split('.')
    .map(Number)
    .reduce((sum, part) => sum * 256 + part, 0);

/** True where everybody is in one of these ranges, also where it takes several of them. */
export function letInEverybody(cidrs: readonly string[]): boolean {
  if (cidrs.some((cidr) => cidr.endsWith('/0'))) return true;
  const ranges = cidrs.flatMap((cidr) => {
    const [address = '', bits = '32'] = cidr.split('/');
    return isIPv4(address) ? [{ from: addressNumber(address), size: 2 ** (32 - Number(bits)) }] : [];
  });
  let reached = 0;
  for (const { from, size } of ranges.sort((one, other) => one.from - other.from)) {
    if (from > reached) return false; // somebody is in none
    reached = Math.max(reached, from + size);
  }
  return reached >= IPV4_ADDRESSES;
}

/** A range begins with its first address. Who writes another one may mean something else. */
function requireNetwork(cidr: string, written: string): void {
  const [address = '', bits = ''] = cidr.split('/');
  if (!isIPv4(address)) return; // the service knows IPv4 only, and says so
  const size = 2 ** (32 - Number(bits));
  const value = addressNumber(address);
  if (value % size === 0) return;
  const first = value - (value % size);
  const start = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join('.');
  throw new SwrctlError('USAGE', `"${written}" is an address inside of a range, not a range`, {
    hint: `Write the range as ${start}/${bits}, or the address alone as ${address}`,
  });
}
