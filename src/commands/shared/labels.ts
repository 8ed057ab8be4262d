import { SwrctlError } from '../../base/errors.ts';
import type { Label } from '../../swr/enterprise/labels.ts';

/** Longest key and value, and most labels of one thing. Source: docs/reference/enterprise.md#features. */
const [MAX_KEY, MAX_VALUE, MAX_LABELS] = [128, 255, 20];

/** `KEY=VALUE`, with an empty value as `KEY=`. @throws {SwrctlError} USAGE; REFUSED for what is too long. */
export function parseLabel(text: string): Label {
  const equals = text.indexOf('=');
  const [key, value] = [text.slice(0, equals), text.slice(equals + 1)];
  if (equals > 0) return checkLabel({ key, value });
  throw new SwrctlError('USAGE', `"${text}" is no label`, {
    hint: 'Write it as KEY=VALUE, for example env=prod; an empty value as env=',
  });
}

/** @throws {SwrctlError} REFUSED for what the service does not take. */
export function checkLabel(label: Label): Label {
  const { key, value } = label;
  if (key.length <= MAX_KEY && value.length <= MAX_VALUE) return label;
  const [what, length, most] =
    key.length > MAX_KEY ? ['The key', key.length, MAX_KEY] : [`The value of ${key}`, value.length, MAX_VALUE];
  throw new SwrctlError('REFUSED', `${what} has ${length} characters; the service takes ${most}`, {
    hint: 'Choose a shorter one',
  });
}

/** Several, of which each key is there once. @throws {SwrctlError} as parseLabel; USAGE for a key with two values. */
export function parseLabels(texts: readonly string[]): Label[] {
  const labels = texts.map(parseLabel);
  const twice = labels.find(({ key }, index) => labels.findIndex((other) => other.key === key) !== index);
  if (twice === undefined) return labels;
  throw new SwrctlError('USAGE', `The label ${twice.key} is given twice`, { hint: 'Give each key one value' });
}

/** @throws {SwrctlError} REFUSED when these are more than one thing can have. */
export function requireRoom(labels: readonly Label[]): void {
  if (labels.length <= MAX_LABELS) return;
  throw new SwrctlError('REFUSED', `${labels.length} labels are too many: one thing can have ${MAX_LABELS}`, {
    hint: 'Remove labels that nobody needs, or give fewer',
  });
}
