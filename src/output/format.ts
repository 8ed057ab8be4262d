import { SwrctlError } from '../base/errors.ts';

/** How data is written. Source: docs/reference/contract.md#output. */
export const FORMATS = ['table', 'wide', 'json', 'yaml', 'tsv', 'name'] as const;

export type Format = (typeof FORMATS)[number];

/** What the command line asked for; nothing when it asked for nothing. */
export interface OutputRequest {
  readonly format?: Format | undefined;
  /** Only these fields of each row, in this order. From `--json=a,b`. */
  readonly fields?: readonly string[] | undefined;
  /** A JMESPath expression that compiled. */
  readonly query?: string | undefined;
}

/** What the three flags say, as they came from the command line. */
export interface OutputFlags {
  /** From `-o`. */
  readonly output?: Format | undefined;
  /** From `--json[=a,b]`; empty for all fields. */
  readonly json?: readonly string[] | undefined;
  /** From `--query`. */
  readonly query?: string | undefined;
}

/**
 * Brings `-o`, `--json` and `--query` together.
 *
 * @throws {SwrctlError} USAGE when they contradict each other.
 */
export function outputRequest({ output, json, query }: OutputFlags): OutputRequest {
  if (json !== undefined) refuseUnless(output, ['json'], '--json');
  if (query !== undefined) refuseUnless(output, ['json', 'yaml'], '--query');
  const isJsonImplied = json !== undefined || query !== undefined;
  return {
    format: output ?? (isJsonImplied ? 'json' : undefined),
    query,
    fields: json?.length === 0 ? undefined : json,
  };
}

function refuseUnless(output: Format | undefined, allowed: readonly Format[], flag: string): void {
  if (output === undefined || allowed.includes(output)) return;
  throw new SwrctlError('USAGE', `${flag} cannot be combined with -o ${output}`, {
    hint: `Use -o ${allowed.join(' or -o ')} with it, or leave -o out`,
  });
}

/**
 * Splits `a,b` of `--json=a,b` and checks each name.
 *
 * @throws {SwrctlError} USAGE listing the fields there are.
 */
export function parseFields(text: string, known: readonly string[]): string[] {
  const fields = text
    .split(',')
    .map((field) => field.trim())
    .filter((field) => field !== '');
  const stranger = fields.find((field) => !known.includes(field));
  if (stranger === undefined) return [...new Set(fields)];
  throw new SwrctlError('USAGE', `"${stranger}" is not a JSON field of this command`, {
    hint: `Choose from: ${known.join(', ')}`,
  });
}
