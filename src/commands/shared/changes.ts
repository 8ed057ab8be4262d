import { SwrctlError } from '../../base/errors.ts';
import { rawCell } from '../../output/cell.ts';

/**
 * What a write changed, for one line on stderr: `public: no → yes, description: "" → "web shop"`. Undefined when nothing
 * changed.
 *
 * @param fields to compare, in this order.
 */
export function describeChanges<T extends object>(before: T, after: T, fields: readonly (keyof T & string)[]) {
  const changes = fields
    .filter((field) => rawCell(before[field]) !== rawCell(after[field]))
    .map((field) => `${field}: ${word(before[field])} → ${word(after[field])}`);
  return changes.length === 0 ? undefined : changes.join(', ');
}

function word(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const text = rawCell(value);
  return /^[\w.:/-]+$/.test(text) ? text : `"${text}"`;
}

/** The service said done, and it is not so. @param fact without full stop, for example `tag v1 is still there` */
export function withoutEffect(fact: string): SwrctlError {
  return new SwrctlError('FAILED', `The service said done, but ${fact}`, {
    hint: 'Run the same command again; if it stays so, open a support ticket',
  });
}
