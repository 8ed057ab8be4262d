import { SwrctlError, hasCode } from '../../../base/errors.ts';
import type { Finding, FindingLevel } from '../../../model/finding.ts';

/** What a question brought: an answer, or the reason why there is none. */
export type Asked<T> = { readonly value: T } | { readonly problem: SwrctlError };

/**
 * Asks, and keeps a refusal for the list of findings.
 *
 * @throws what ends the whole run: a signal, an account that is shut out, a mistake of ours.
 */
export async function ask<T>(question: () => Promise<T>): Promise<Asked<T>> {
  try {
    return { value: await question() };
  } catch (error) {
    const isFinal = hasCode(error, 'INTERRUPTED', 'TERMINATED', 'BLOCKED');
    if (isFinal || !(error instanceof SwrctlError)) throw error;
    return { problem: error };
  }
}

/** A refusal as a finding; `before` says what it is about. */
export function findingOf(problem: SwrctlError, level: FindingLevel, check: string, before = ''): Finding {
  const said = problem.service?.text;
  const words = said === undefined ? problem.message : `${problem.message}: ${said}`;
  return { level, check, message: `${before}${words}`, hint: problem.hint };
}
