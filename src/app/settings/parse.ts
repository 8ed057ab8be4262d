import { DAY_MS } from '../../base/time.ts';
import { SwrctlError } from '../../base/errors.ts';
import { isHost } from '../../model/host.ts';
import { withoutUserinfo } from '../../secrets/userinfo.ts';

/** Turns the text of a flag, a variable or an argument into a value; `name` is what the user wrote it behind. */
export type Parser<T> = (text: string, name: string) => T;

/** What was written is quoted, except for what stands before an `@`: in an address that is a password. */
function wrong(name: string, written: string, expected: string): SwrctlError {
  const text = withoutUserinfo(written);
  return new SwrctlError('USAGE', `${name} is "${text}", expected ${expected}`);
}

/** A whole number of at least `least` and at most `most` (default: no limit). @throws {SwrctlError} USAGE */
export function wholeNumber(least: number, most = Infinity): Parser<number> {
  return (text, name) => {
    const value = /^[0-9]{1,15}$/.test(text.trim()) ? Number(text) : NaN;
    if (value >= least && value <= most) return value;
    throw wrong(name, text, `a whole number, ${least} ${most === Infinity ? 'or more' : `to ${most}`}`);
  };
}

/** The highest port of TCP. */
export const MAX_PORT = 65_535;

/** A number above 0, decimals allowed. @throws {SwrctlError} USAGE */
export const positiveNumber: Parser<number> = (text, name) => {
  const value = /^(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)$/.test(text.trim()) ? Number(text) : NaN;
  if (value > 0) return value;
  throw wrong(name, text, 'a number above 0');
};

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: DAY_MS };

/** `500ms`, `30s`, `2m`, `6h`, `14d`; a bare number is seconds. Gives milliseconds. @throws {SwrctlError} USAGE */
export const durationMs: Parser<number> = (text, name) => {
  const [, amount = '', unit = 's'] = /^([0-9]+(?:\.[0-9]+)?|\.[0-9]+)(ms|s|m|h|d)?$/.exec(text.trim()) ?? [];
  const value = Number(amount) * (UNIT_MS[unit] ?? NaN);
  if (amount !== '' && value > 0) return value;
  throw wrong(name, text, 'a duration such as 30s, 2m or 6h');
};

/** `1`, `true`, `yes`, any other word is on; empty, `0`, `false`, `no` and `off` are off. */
export const isSwitchedOn = (text: string | undefined): boolean =>
  text !== undefined && !['', '0', 'false', 'no', 'off'].includes(text.trim().toLowerCase());

/** One of a few words. @throws {SwrctlError} USAGE listing them. */
export function oneOf<T extends string>(choices: readonly T[]): Parser<T> {
  return (text, name) => {
    const choice = choices.find((candidate) => candidate === text);
    if (choice !== undefined) return choice;
    throw wrong(name, text, `one of ${choices.join(', ')}`);
  };
}

const parseUrl = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined);

function hasUserinfo(name: string): SwrctlError {
  return new SwrctlError('USAGE', `${name} has a user name or password in it`, {
    hint: 'Leave them out; to log in to a registry: swrctl login HOST -u USER --password-stdin',
  });
}

/** An `http://` or `https://` URL without query; without a scheme it is HTTPS. Gives it without a slash at the end. */
export const httpUrl: Parser<string> = (text, name) => {
  const given = text.trim();
  const url = parseUrl(given.includes('://') ? given : `https://${given}`);
  if (url === undefined || !['http:', 'https:'].includes(url.protocol) || url.search !== '' || url.hash !== '') {
    throw wrong(name, text, 'a URL such as https://swr-api.cn-north-4.myhuaweicloud.com');
  }
  if (url.username !== '' || url.password !== '') {
    throw hasUserinfo(name);
  }
  return withoutSlashes(url.href);
};

function withoutSlashes(href: string): string {
  let end = href.length;
  while (href[end - 1] === '/') end -= 1;
  return href.slice(0, end);
}

/** A registry as it was written: the host, and the scheme if there was one. */
export interface RegistryAddress {
  readonly host: string;
  readonly scheme: 'http' | 'https' | undefined;
}

/** `[http://|https://]host[:port]`, in characters that hosts have. @throws {SwrctlError} USAGE */
export const registryAddress: Parser<RegistryAddress> = (text, name) => {
  if (text.includes('@')) throw hasUserinfo(name);
  const [, scheme, host = ''] = /^(?:(https?):\/\/)?([^/]*)\/?$/i.exec(text.trim()) ?? [];
  if (!isHost(host)) {
    throw wrong(name, text, 'a registry host such as swr.cn-north-4.myhuaweicloud.com or 127.0.0.1:5050');
  }
  const known = scheme?.toLowerCase();
  return { host: host.toLowerCase(), scheme: known === 'http' || known === 'https' ? known : undefined };
};

/** What people set a switch to; and archives, which no host is called like: the word behind a switch of old. */
const NO_HOST = /^(?:\d+|true|yes|on|.*\.(?:tar|tgz|gz|zst|xz|bz2))$/i;

/** `host[:port]`, as `--plain-http` takes it. @throws {SwrctlError} USAGE */
export const hostName: Parser<string> = (text, name) => {
  if (isHost(text) && !NO_HOST.test(text)) return text.toLowerCase();
  throw new SwrctlError('USAGE', `${name} is "${withoutUserinfo(text)}", expected a host, with or without port`, {
    hint: 'It takes the host that may be asked over plain HTTP, for example: --plain-http registry.example:5000',
  });
};

/** For commander's `.option(flags, text, forFlag(parser, '--limit'))`. */
export function forFlag<T>(parse: Parser<T>, name: string): (text: string) => T {
  return (text) => parse(text, name);
}

const SIZE_UNITS = ['', 'k', 'm', 'g'] as const;

/** `16MiB`, `16M`, `1048576` → bytes; units step by 1024. */
export const byteCount: Parser<number> = (text, name) => {
  const [, amount, unit = ''] = /^(\d+)\s*(?:([kmg])(?:i?b)?|b)?$/i.exec(text.trim()) ?? [];
  const power = SIZE_UNITS.findIndex((known) => known === unit.toLowerCase());
  if (amount !== undefined && Number(amount) > 0) return Number(amount) * 1024 ** power;
  throw new SwrctlError('USAGE', `${name} is "${text}", expected a size`, { hint: `For example: ${name} 16MiB` });
};
