import { TimeLimitError, withinTime } from '../base/abort.ts';
import { SwrctlError } from '../base/errors.ts';

/** How a check went: fine; works, but look at it; does not work. */
export const VERDICTS = ['ok', 'warn', 'fail'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What a check found. */
export interface Finding {
  readonly status: Verdict;
  /** A fact without full stop. */
  readonly message: string;
  /** One imperative line, with a runnable command where there is one. */
  readonly hint?: string | undefined;
}

export interface Check {
  /** In kebab-case: scripts look at it. */
  readonly name: string;
  /** What is looked at: a host, a file. Empty: the whole. */
  readonly target: string;
  /** What it throws is a failure. */
  readonly run: (signal: AbortSignal) => Promise<Finding | readonly Finding[]>;
  /** Milliseconds. Default 10,000. */
  readonly timeoutMs?: number;
}

export interface CheckedFinding extends Finding {
  readonly check: string;
  readonly target: string;
}

export const ok = (message: string): Finding => ({ status: 'ok', message });
export const warn = (message: string, hint?: string): Finding => ({
  status: 'warn',
  message,
  hint,
});
export const fail = (message: string, hint?: string): Finding => ({
  status: 'fail',
  message,
  hint,
});

const DEFAULT_TIMEOUT_MS = 10_000;

/**
 * Runs all checks at the same time; findings come in the order of the checks. A check that takes too long, or throws, is
 * a finding of its own.
 *
 * @throws what `signal` was aborted with.
 */
export async function runChecks(checks: readonly Check[], signal: AbortSignal): Promise<CheckedFinding[]> {
  const found = await Promise.all(
    checks.map(async (check) => {
      const findings = await runOne(check, signal);
      return findings.map((finding) => ({ check: check.name, target: check.target, ...finding }));
    }),
  );
  return found.flat();
}

async function runOne({ run, timeoutMs = DEFAULT_TIMEOUT_MS }: Check, signal: AbortSignal): Promise<Finding[]> {
  try {
    const result = await withinTime(timeoutMs, signal, async (own) => run(own));
    return [result].flat();
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof TimeLimitError) {
      return [fail(`No answer within ${timeoutMs / 1000} s`, 'Check the network, the firewall and the proxy settings')];
    }
    return [findingOf(error)];
  }
}

/** An error in the words that a user would see. */
export function findingOf(error: unknown): Finding {
  if (!(error instanceof SwrctlError)) return fail(error instanceof Error ? error.message : String(error));
  const { message, service, hint } = error;
  return fail(service?.text === undefined ? message : `${message}: ${service.text.trim().slice(0, 200)}`, hint);
}
