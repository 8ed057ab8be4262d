import { escapeControls } from './safe-text.ts';
import { formatBytes, formatRelativeTime } from './units.ts';
import type { Column } from './view.ts';

/** In tables, for "no value". */
const ABSENT = '-';
const SHORT_HEX = 12;

/** The first digits of each digest in a text; a name that holds one, as of a layer in an archive, is known by them. */
export const shortDigests = (text: string): string => text.replace(/([0-9a-f]{12})[0-9a-f]{52}(?![0-9a-f])/g, '$1');

/** What a blob is called on a screen: 12 digits of its digest, or the name that it has without one. */
export const blobLabel = (label: string): string => /[0-9a-f]{64}/.exec(label)?.[0].slice(0, SHORT_HEX) ?? label;

const isAbsent = (value: unknown): boolean => value === undefined || value === null || value === '';

const toldValue = <T>({ text, value }: Column<T>, row: T): unknown => (text ?? value)(row);

/** True where a person would see nothing. */
export function isEmpty<T>(column: Column<T>, row: T): boolean {
  const value = toldValue(column, row);
  return isAbsent(value) || (Array.isArray(value) && value.length === 0);
}

/** A value in full, on one line, nothing that a terminal acts on. Times are ISO 8601 UTC, lists are joined by commas. */
export function rawCell(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(rawCell).join(',');
  return escapeControls(typeof value === 'string' ? value : JSON.stringify(value));
}

/** A value for people. */
export function humanCell<T>(column: Column<T>, row: T, now: Date): string {
  const value = toldValue(column, row);
  if (isAbsent(value)) return ABSENT;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (column.kind === 'bytes' && typeof value === 'number') return formatBytes(value);
  if (column.kind === 'time') return humanTime(value, now);
  if (Array.isArray(value)) {
    return value.length === 0 ? ABSENT : value.map(rawCell).join(column.kind === 'lines' ? '\n' : ', ');
  }
  return rawCell(value);
}

function humanTime(value: unknown, now: Date): string {
  const time = value instanceof Date ? value : new Date(String(value));
  return Number.isNaN(time.getTime()) ? rawCell(value) : formatRelativeTime(time, now);
}

/** `sha256:0123456789ab`: enough to tell two apart, and what most tools accept. Text that is no digest stays whole. */
export function shortDigest(text: string): string {
  return /^[a-z0-9]+:[0-9a-f]{32,}$/.test(text) ? text.slice(0, text.indexOf(':') + 1 + SHORT_HEX) : text;
}

/** `Tag count` → `tagCount`, the name that JSON has for it. */
export function fieldName(header: string): string {
  const words = header.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  return words.map((word, index) => (index === 0 ? lower(word) : capital(lower(word)))).join('');
}

/** The name that JSON has for a column. */
export function fieldOf({ field, header, isData }: Column<never>): string {
  return field ?? (isData === true ? header : fieldName(header));
}

const lower = (word: string): string => (/^[A-Z0-9]+$|^[A-Z][a-z0-9]*$/.test(word) ? word.toLowerCase() : word);
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
