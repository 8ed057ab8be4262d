import { SwrctlError } from '../../base/errors.ts';
import type { Parser } from '../../app/settings/parse.ts';

/** For `--namespace a,b`: the parts, each read by `parse`, without repetitions. @throws {SwrctlError} USAGE */
export function listOf(parse: Parser<string>): Parser<readonly string[]> {
  return (text, name) => {
    const parts = text.split(',').map((part) => part.trim());
    if (parts.includes('')) {
      throw new SwrctlError('USAGE', `${name} is "${text}", which has an empty part`, {
        hint: `Separate several with commas: ${name} a,b`,
      });
    }
    return [...new Set(parts.map((part) => parse(part, name)))];
  };
}
