import { SwrctlError } from '../base/errors.ts';

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** True for what can be a file name everywhere and leads nowhere else. */
export function isProfileName(text: string): boolean {
  return NAME.test(text);
}

/** @throws {SwrctlError} USAGE */
export function parseProfileName(text: string): string {
  if (isProfileName(text)) return text;
  throw new SwrctlError('USAGE', `"${text}" is not a profile name`, {
    hint: 'Use letters, digits, dots, underscores and hyphens, for example: --profile work',
  });
}
