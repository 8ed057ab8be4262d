import { no } from './errors.ts';

/** A parameter that is one of a few words. @throws {Refusal} 400 for another. */
export function oneOf<const T extends string>(
  query: URLSearchParams,
  name: string,
  words: readonly T[],
): T | undefined {
  const given = query.get(name);
  if (given === null || given === '') return undefined;
  const found = words.find((word) => word === given);
  if (found === undefined) throw no('badParameter', name);
  return found;
}
