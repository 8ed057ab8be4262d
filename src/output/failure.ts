import { SwrctlError, systemCode, type ServiceAnswer } from '../base/errors.ts';
import { EXIT_CODES } from '../base/exit-codes.ts';
import { SHORTEST_SECRET, hideSecrets } from '../secrets/secrets.ts';
import { PLAIN, type Paint } from './color.ts';
import { inPlace } from './hint-commands.ts';
import { nextStep } from './next-step.ts';
import { escapeControls, escapeControlsAsUnicode, escapeControlsInLines } from './safe-text.ts';
import { systemFailure } from './system-failure.ts';

export interface FailureOptions {
  /** One line of JSON instead of the three lines of text. */
  readonly isJson: boolean;
  /** Adds the stack. */
  readonly isDebug?: boolean;
  readonly paint?: Paint;
  /** Flags that chose the place on the command line: hints keep them. */
  readonly place?: readonly string[];
}

/** Longest piece of a server's text that is shown. */
const MAX_SERVICE_TEXT = 600;
const MAX_CAUSES = 5;

/** Any thrown value as our own error: what we do not know becomes FAILED, what the system says becomes DISK or NETWORK. */
export function asFailure(error: unknown): SwrctlError {
  if (error instanceof SwrctlError) return error;
  const known = systemFailure(error);
  if (known !== undefined) return known;
  const message = messageOf(error) || 'something unexpected went wrong';
  return new SwrctlError('FAILED', message, {
    cause: error,
    hint: 'Run the same command with --debug and report what it prints',
  });
}

/** The exit status for an error. Source: docs/reference/contract.md#exit-codes. */
export function exitCodeOf(error: SwrctlError): number {
  return EXIT_CODES[error.code];
}

/** What goes to stderr for an error, end of line included; it is the last thing there. */
export function formatFailure(
  error: SwrctlError,
  { isJson, isDebug = false, paint = PLAIN, place = [] }: FailureOptions,
): string {
  const hint = inPlace(nextStep(error), place);
  const stack = isDebug ? `${escapeControlsInLines(hideSecrets(stackOf(error)))}\n` : '';
  return `${stack}${isJson ? formatJsonFailure(error, hint) : formatTextFailure(error, hint, paint)}`;
}

function formatTextFailure(error: SwrctlError, hint: string, paint: Paint): string {
  const cause = error.service === undefined ? causeText(error) : serviceText(error.service);
  const lines = [`${paint.error('Error:')} ${hanging(error.message, 7)}`];
  if (cause !== '') lines.push(`${paint.warning('Cause:')} ${escapeControls(cause)}`);
  lines.push(`${paint.hint('Hint:')} ${hanging(hint, 6)}`);
  return `${lines.join('\n')}\n`;
}

/** Further lines of a text are indented, so that none of them can pass for a line of ours. */
function hanging(text: string, indent: number): string {
  return escapeControlsInLines(text.trimEnd()).replaceAll('\n', `\n${' '.repeat(indent)}`);
}

function formatJsonFailure(error: SwrctlError, hint: string): string {
  const { code, message, service } = error;
  const { serviceCode = null, status = null, requestId = null } = service ?? {};
  const line = {
    code,
    message,
    cause: { serviceCode, status, requestId },
    hint,
    exitCode: exitCodeOf(error),
  };
  return `${escapeControlsAsUnicode(JSON.stringify(line))}\n`;
}

/** `SVCSTG.SWR.4000097: quota used up (HTTP 400, request id 1f…)`. */
function serviceText({ serviceCode, status, requestId, meaning, text = '' }: ServiceAnswer): string {
  const flat = text.trim().replace(/\s+/g, ' ');
  const said = flat.length > MAX_SERVICE_TEXT ? `${flat.slice(0, MAX_SERVICE_TEXT)}...` : flat;
  const quoted = meaning !== undefined && said !== '' ? `${meaning}; the service says "${said}"` : (meaning ?? said);
  const words = [serviceCode, quoted].filter((part) => part !== undefined && part !== '').join(': ');
  const facts = [
    ...(status === undefined ? [] : [`HTTP ${status}`]),
    ...(requestId === undefined ? [] : [`request id ${requestId}`]),
  ].join(', ');
  if (words === '') return facts;
  return facts === '' ? words : `${words} (${facts})`;
}

/** The messages of what lies behind an error, outermost first, without what was said already. */
function causeText(error: SwrctlError): string {
  const said = [error.message];
  let current = error.cause;
  for (let depth = 0; depth < MAX_CAUSES && current !== undefined && current !== null; depth += 1) {
    const message = messageOf(current);
    if (message !== '' && !said.some((earlier) => earlier.includes(message))) said.push(message);
    current = current instanceof Error ? current.cause : undefined;
  }
  // Errors of Node and of packages were made without us.
  return hideSecrets(said.slice(1).join(': '), { shortest: SHORTEST_SECRET });
}

function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) {
    return [...new Set(error.errors.map(messageOf))].join('; ');
  }
  if (error instanceof Error) return error.message || (systemCode(error) ?? '');
  return typeof error === 'string' ? error : '';
}

function stackOf(error: SwrctlError): string {
  const parts: string[] = [];
  let current: unknown = error;
  for (let depth = 0; depth <= MAX_CAUSES && current instanceof Error; depth += 1) {
    parts.push(`${depth === 0 ? '' : 'Caused by: '}${current.stack ?? current.message}`);
    current = current.cause;
  }
  return parts.join('\n');
}
