import { CODE_ROWS, findCode } from './codes.ts';
import { TEXTS, type KnownText } from './texts.ts';

/** What a code or a text of a service stands for, and what to do about it. */
export interface Explanation {
  /** Without its prefix, or the text that is recognized. */
  readonly code: string;
  /** Of HTTP; undefined where several are possible. */
  readonly status: number | undefined;
  /** Without a full stop. */
  readonly meaning: string;
  /** One imperative line. */
  readonly hint: string;
}

/** For codes that are not in the table: newer ones appear. */
const FAMILIES: readonly (readonly [RegExp, string])[] = [
  [/404\d{4}$/, 'Check spelling and region; list the parent first'],
  [/403\d{4}$|401[01]\d{3}$/, 'Ask an administrator for a higher permission level: swrctl org show ORG'],
  [/40900\d\d$/, 'Use another name, or change the object that exists'],
  [/413\d{4}$/, 'Send something smaller'],
  [/400\d{4}$/, 'Correct the parameter that the service names'],
  [/500\d{4}$/, 'Run it once more; if it stays, open a support ticket with the request id'],
];

const statusOf = (code: string): number | undefined => (/^\d{7}$/.test(code) ? Number(code.slice(0, 3)) : undefined);

/** Everything that is known, by code. */
export const EXPLANATIONS: ReadonlyMap<string, Explanation> = new Map(
  [...CODE_ROWS.values()].flatMap(({ code, meaning, hint }) =>
    meaning === undefined || hint === undefined ? [] : [[code, { code, status: statusOf(code), meaning, hint }]],
  ),
);

/** With any prefix (`SVCSTG.SWR.`, `SVCSTG.S2I.`) or none; undefined for a code of which nothing is told. */
export function explainCode(serviceCode: string): Explanation | undefined {
  const row = findCode(serviceCode);
  return row && EXPLANATIONS.get(row.code);
}

/** A known text in the shape of an explanation. */
export const knownText = ({ code, meaning, hint }: KnownText): Explanation => ({
  code,
  status: undefined,
  meaning,
  hint,
});

/** What a text of a service stands for; undefined for one that says what it means. */
export function explainText(text: string): Explanation | undefined {
  const found = TEXTS.find(({ pattern }) => pattern.test(text));
  return found && knownText(found);
}

/** Texts that explainText recognizes. */
export const KNOWN_TEXTS: readonly Explanation[] = TEXTS.map(knownText);

/** What to do about a service's code, also one that is not in the table. */
export function hintForServiceCode(serviceCode: string | undefined): string | undefined {
  if (serviceCode === undefined) return undefined;
  return explainCode(serviceCode)?.hint ?? FAMILIES.find(([pattern]) => pattern.test(serviceCode))?.[1];
}
