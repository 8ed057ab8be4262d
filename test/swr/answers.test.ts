import { describe, expect, it } from 'vitest';
import { asJson, loadEndpoints, readOperations, routeOf, watched, without, type WireAnswer } from '../support/wire.ts';

const operations = await readOperations();
const endpoints = await loadEndpoints();

const decoderOf = (operation: (typeof operations)[number]) => {
  const found = endpoints.find((endpoint) => routeOf(endpoint) === routeOf(operation));
  if (found === undefined) throw new Error(`nothing calls ${operation.operation}`);
  return (answer: unknown): unknown => asJson(found.decode(answer ?? {}, 'answer'));
};

/** All forms of an operation's answer, the documented one first. */
const cases = operations.map((operation) => ({
  ...operation,
  decode: decoderOf(operation),
  forms: [operation, ...(operation.others ?? [])] as readonly (WireAnswer & { why?: string })[],
}));
const forms = cases.flatMap(({ operation, decode, forms: all }) =>
  all.map(({ answer, value, why }) => ({ operation, decode, answer, value, why: why ?? 'as documented' })),
);

/** Every key that the decoder looks for in a form of the answer. */
function lookups(decode: (answer: unknown) => unknown, answer: unknown): Map<string, boolean> {
  const seen = new Map<string, boolean>();
  decode(watched(answer, ({ path, isThere }) => seen.set(path, isThere || seen.get(path) === true)));
  return seen;
}

/** Read with all the others, and left out as it is no switch. */
const IGNORED = ['.swr_util_download_url'];

describe('answers of the service', () => {
  it.each(forms)('$operation, $why: have this value', ({ decode, answer, value }) => {
    expect(decode(answer)).toEqual(value);
  });

  it.each(cases)('$operation: have every key that is read in them', ({ decode, forms: all }) => {
    const seen = all.map(({ answer }) => lookups(decode, answer));
    const keys = new Set(seen.flatMap((one) => [...one.keys()]));
    expect([...keys].filter((key) => !seen.some((one) => one.get(key) === true))).toEqual([]);
  });

  it.each(cases)('$operation: are another value, or none, without any key that is read', ({ decode, forms: all }) => {
    const outcome = (answer: unknown): string => {
      try {
        return JSON.stringify([decode(answer)]);
      } catch (error) {
        return String(error);
      }
    };
    const read = all.map(({ answer }) => ({ answer, keys: lookups(decode, answer) }));
    const matters = (key: string): boolean =>
      read.some(({ answer, keys }) => keys.get(key) === true && outcome(without(answer, key)) !== outcome(answer));
    const names = new Set(read.flatMap(({ keys }) => [...keys.keys()]));
    expect([...names].filter((key) => !matters(key) && !IGNORED.includes(key))).toEqual([]);
  });
});
