import { escapeControls } from './safe-text.ts';
import type { Sum, Transfer } from './transfers.ts';
import { formatBytes, formatDuration, formatRate } from './units.ts';

const LABEL_WIDTH = 19; // sha256: and 12 digits
const STATE_WIDTH = 11;
const MAX_BAR = 30;
const MIN_BAR = 8;

/** Labels come from servers and archives: shown as ASCII, so that a character is a column. */
function labelText(label: string, width: number): string {
  const digest = /^(sha\d+:[0-9a-f]{12})[0-9a-f]+$/.exec(label)?.[1];
  const text = (digest ?? escapeControls(label)).replace(/[^\u0020-\u007e]/g, '?');
  return (text.length > width ? `${text.slice(0, width - 3)}...` : text).padEnd(width);
}

function percent(bytes: number, total: number | undefined): string {
  if (total === undefined) return '';
  return `${total === 0 ? 100 : Math.min(100, Math.floor((bytes / total) * 100))}%`.padStart(4);
}

function amount(bytes: number, total: number | undefined): string {
  return total === undefined ? formatBytes(bytes) : `${formatBytes(bytes)}/${formatBytes(total)}`;
}

function eta(bytes: number, total: number | undefined, rate: number): string {
  if (total === undefined || rate < 1 || bytes >= total) return '';
  return `ETA ${formatDuration(Math.max(1000, ((total - bytes) / rate) * 1000))}`;
}

function bar(bytes: number, total: number, width: number): string {
  const filled = total === 0 ? width : Math.min(width, Math.floor((bytes / total) * width));
  const head = filled < width ? '>' : '';
  return `[${'='.repeat(filled)}${head}${' '.repeat(width - filled - head.length)}]`;
}

const join = (parts: readonly string[]): string => parts.filter((part) => part !== '').join('  ');

/** One item at work, in `width` columns at most: what does not fit is left out, the least important first. */
export function formatBar({ label, state, bytes, total, rate }: Transfer, width: number): string {
  const name = labelText(label, Math.min(LABEL_WIDTH, Math.max(4, width - 18)));
  const start = `${name} ${state.padEnd(STATE_WIDTH)}`;
  const facts = [percent(bytes, total), amount(bytes, total), formatRate(rate), eta(bytes, total, rate)];
  for (let count = facts.length; count > 0; count -= 1) {
    const end = join(facts.slice(0, count));
    const room = width - start.length - end.length - 4;
    if (room >= MIN_BAR && total !== undefined) return `${start} ${bar(bytes, total, Math.min(MAX_BAR, room))} ${end}`;
    if (start.length + 1 + end.length <= width) return `${start} ${end}`;
  }
  return start.slice(0, width);
}

/** One item that ended; this line stays on the screen. */
export function formatEnded({ label, state, bytes }: Transfer, width: number): string {
  const size = state === 'done' && bytes > 0 ? formatBytes(bytes) : '';
  const name = labelText(label, Math.min(LABEL_WIDTH, Math.max(4, width - 18)));
  return `${name} ${join([state.padEnd(STATE_WIDTH), size])}`.trimEnd().slice(0, width);
}

/** Everything together, for the last line on a terminal and for the plain lines elsewhere. */
export function formatSum({ items, finished, waiting, bytes, total, rate }: Sum, width = Infinity): string {
  const facts = [
    `${finished} of ${items} done`,
    `${percent(bytes, total).trim()} ${amount(bytes, total)}`.trim(),
    formatRate(rate),
    eta(bytes, total, rate),
    waiting > 0 ? `${waiting} waiting` : '',
  ];
  for (let count = facts.length; count > 1; count -= 1) {
    const text = join(facts.slice(0, count));
    if (text.length <= width) return text;
  }
  return join(facts.slice(0, 1)).slice(0, width);
}
