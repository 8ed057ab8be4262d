import { SwrctlError, type ErrorCode, type ServiceAnswer } from '../base/errors.ts';
import type { CodeFacts, CodeGroup, Retry } from './codes/group.ts';
import { OTHER_CODES } from './codes/other.ts';
import { OBJECT_CODES } from './codes/object.ts';
import { REQUEST_CODES } from './codes/request.ts';
import { SERVER_CODES } from './codes/server.ts';

const GROUPS = [...REQUEST_CODES, ...OBJECT_CODES, ...SERVER_CODES, ...OTHER_CODES] as const;

type Codes = (typeof GROUPS)[number]['codes'];
type NameIn<C> = C extends unknown ? Extract<C[keyof C], { readonly name: string }>['name'] : never;
type WordIn<C> = C extends unknown ? Extract<keyof C, string> : never;

/** What call sites say instead of digits: a symbolic name, or a code that is a word. */
export type CodeName = NameIn<Codes> | WordIn<Codes>;

/** What is known about one code of a service or registry. */
export interface CodeRow extends CodeFacts {
  /** Digits without a prefix, or a word. */
  readonly code: string;
  /** One imperative line. */
  readonly hint?: string | undefined;
}

/** All that is known, by code without a prefix. */
export const CODE_ROWS: ReadonlyMap<string, CodeRow> = new Map(GROUPS.flatMap(rowsOf).map((row) => [row.code, row]));

function rowsOf({ hint, codes }: CodeGroup): CodeRow[] {
  return Object.entries(codes).map(([code, known]) => {
    const facts: CodeFacts = typeof known === 'string' ? { meaning: known } : known;
    const name = facts.name ?? (/^\d/.test(code) ? undefined : code);
    return { ...facts, code, ...(name === undefined ? {} : { name }), hint };
  });
}

/** By digits, with any prefix (`SVCSTG.SWR.`, `SVCSTG.S2I.`) or none: the last seven decide. Words are taken as they are. */
export function findCode(serviceCode: string | undefined): CodeRow | undefined {
  if (serviceCode === undefined) return undefined;
  const digits = /\d{7}$/.exec(serviceCode)?.[0] ?? '';
  return CODE_ROWS.get(serviceCode) ?? CODE_ROWS.get(digits);
}

/** True for a code, with a prefix or without, that has one of these names. */
export function isNamed(serviceCode: string | undefined, ...names: readonly CodeName[]): boolean {
  const name: string | undefined = findCode(serviceCode)?.name;
  return names.some((wanted) => wanted === name);
}

/** True for an error that a service gave one of these codes. */
export function isCode(
  error: unknown,
  ...names: readonly CodeName[]
): error is SwrctlError & { readonly service: ServiceAnswer } {
  return error instanceof SwrctlError && isNamed(error.service?.serviceCode, ...names);
}

/** What another try could change about a code; undefined where the HTTP status decides. */
export function retryOf(serviceCode: string | undefined): Retry | undefined {
  return findCode(serviceCode)?.retry;
}

/** Our code for a service's, where its HTTP status does not say it. */
export function codeMeantBy(serviceCode: string | undefined): ErrorCode | undefined {
  const row = findCode(serviceCode);
  return row?.retry === 'throttled' ? 'THROTTLED' : row?.standsFor;
}
