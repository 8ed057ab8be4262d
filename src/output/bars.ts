import { blobLabel } from './cell.ts';
import { escapeControls } from './safe-text.ts';
import type { Sum, Transfer } from './transfers.ts';
import { formatBytes, formatDuration, formatRate } from './units.ts';

const LABEL_WIDTH = 12; // digits of a digest, enough to tell two apart
const STATE_WIDTH = 11;
const MAX_BAR = 30;
const MIN_BAR = 6;

/** Labels come from servers and archives: shown as ASCII, so that a character is a column; of a digest, 12 digits. */
function labelText(label: string, width: number): string {
  const text = escapeControls(blobLabel(label)).replace(/[^\u0020-\u007e]/g, '?');
  return (text.length > width ? `${text.slice(0, width - 3)}...` : text).padEnd(width);
}

const labelWidth = (width: number): number => Math.min(LABEL_WIDTH, Math.max(4, width - 18));

type Measured = Pick<Transfer, 'bytes' | 'total' | 'share' | 'rate'>;

/** What is packed on the way is all read before it is all sent: 100% is for what is done. */
function percent({ total, share }: Measured): string {
  if (share === undefined) return '';
  return `${Math.min(total === undefined ? 99 : 100, Math.floor(share * 100))}%`.padStart(4);
}

/** `12/64 MiB`, the unit once where it is the same. */
function amount({ bytes, total }: Measured): string {
  if (total === undefined) return formatBytes(bytes);
  const [part, whole] = [formatBytes(bytes), formatBytes(total)];
  const unit = whole.slice(whole.indexOf(' '));
  return part.endsWith(unit) ? `${part.slice(0, -unit.length)}/${whole}` : `${part}/${whole}`;
}

const speed = ({ rate }: Measured): string => (rate < 1 ? '' : formatRate(rate));

function eta({ bytes, total, share, rate }: Measured): string {
  if (rate < 1 || share === undefined || share <= 0 || share >= 1) return '';
  const left = total === undefined ? (bytes / share) * (1 - share) : total - bytes;
  return `ETA ${formatDuration(Math.max(1000, (left / rate) * 1000))}`;
}

function bar(share: number, width: number): string {
  const filled = Math.min(width, Math.floor(share * width));
  const head = filled < width ? '>' : '';
  return `[${'='.repeat(filled)}${head}${' '.repeat(width - filled - head.length)}]`;
}

const join = (parts: readonly string[]): string => parts.filter((part) => part !== '').join('  ');

/** One item at work, in `width` columns at most: what does not fit is left out, the least important first. */
export function formatBar(transfer: Transfer, width: number): string {
  const { label, state, share } = transfer;
  const start = `${labelText(label, labelWidth(width))} ${state.padEnd(STATE_WIDTH)}`;
  const facts = [percent(transfer), amount(transfer), speed(transfer), eta(transfer)];
  for (let count = facts.length; count > 0; count -= 1) {
    const end = join(facts.slice(0, count));
    const room = width - start.length - end.length - 4;
    if (room >= MIN_BAR && share !== undefined) return `${start} ${bar(share, Math.min(MAX_BAR, room))} ${end}`;
    if (start.length + 1 + end.length <= width) return `${start} ${end}`;
  }
  return start.slice(0, width);
}

/** One item that ended; this line stays on the screen. */
export function formatEnded({ label, state, bytes }: Transfer, width: number): string {
  const size = state === 'done' && bytes > 0 ? formatBytes(bytes) : '';
  return `${labelText(label, labelWidth(width))} ${join([state.padEnd(STATE_WIDTH), size])}`.trimEnd().slice(0, width);
}

/** Everything together, for the last line on a terminal and for the plain lines elsewhere. */
export function formatSum(sum: Sum, width = Infinity): string {
  const { items, finished, waiting } = sum;
  const facts = [
    `${finished} of ${items} done`,
    `${percent(sum).trim()} ${amount(sum)}`.trim(),
    speed(sum),
    eta(sum),
    waiting > 0 ? `${waiting} waiting` : '',
  ];
  for (let count = facts.length; count > 1; count -= 1) {
    const text = join(facts.slice(0, count));
    if (text.length <= width) return text;
  }
  return join(facts.slice(0, 1)).slice(0, width);
}

/** What the items belong to, on a line of its own. */
export function formatTopic(topic: string, width = Infinity): string {
  const text = escapeControls(topic).replace(/[^\u0020-\u007e]/g, '?');
  return text.length > width ? `${text.slice(0, width - 3)}...` : text;
}
