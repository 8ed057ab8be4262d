import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { formatBar, formatSum } from '../../src/output/bars.ts';
import { createProgress, type ProgressDisplay, type ProgressOptions } from '../../src/output/progress.ts';
import type { Transfer } from '../../src/output/transfers.ts';

const MIB = 1024 ** 2;
const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

interface Bench {
  readonly progress: ProgressDisplay;
  /** Lets time pass and the display look. */
  readonly tick: (ms: number) => void;
  readonly text: () => string;
  readonly isRunning: () => boolean;
  /** Milliseconds between two looks. */
  readonly period: () => number;
}

function bench(style: ProgressOptions['style'], columns = 80): Bench {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk);
      done();
    },
  });
  let time = 0;
  let running: { look: () => void; everyMs: number } | undefined;
  const progress = createProgress({
    stream: Object.assign(stream, { isTTY: true, columns, rows: 24 }),
    style,
    now: () => time,
    schedule: (look, everyMs) => {
      running = { look, everyMs };
      return () => (running = undefined);
    },
  });
  return {
    progress,
    tick: (ms) => {
      time += ms;
      running?.look();
    },
    text: () => Buffer.concat(chunks).toString(),
    isRunning: () => running !== undefined,
    period: () => running?.everyMs ?? NaN,
  };
}

describe('plain lines', () => {
  it('come every 10 seconds and tell the whole', () => {
    const { progress, tick, text, period } = bench('lines');
    const item = progress.begin(DIGEST, 20 * MIB);
    progress.begin('second', 20 * MIB);
    item.setState('uploading');
    expect(period()).toBe(10_000);
    item.add(10 * MIB);
    tick(10_000);
    expect(text()).toBe('0 of 2 done  25% 10 MiB/40 MiB  1 MiB/s  ETA 30s  1 waiting\n');
  });

  it('end with the display', () => {
    const { progress, text, isRunning } = bench('lines');
    progress.begin('one').setState('done');
    progress.stop();
    expect(isRunning()).toBe(false);
    expect(text()).toBe('');
  });
});

describe('--quiet', () => {
  it('shows nothing and starts no timer', () => {
    const { progress, text, isRunning } = bench('none');
    progress.begin('one', 1).add(1);
    expect(isRunning()).toBe(false);
    progress.stop();
    expect(text()).toBe('');
  });
});

describe('bars', () => {
  it('are redrawn ten times a second at most, the cursor shown again in the same write', () => {
    const { progress, tick, text, period } = bench('bars');
    const item = progress.begin(DIGEST, 4 * MIB);
    item.setState('uploading');
    item.add(MIB);
    tick(1000);
    expect(period()).toBe(100);
    expect(text()).toMatch(/^\u001b\[\?25l[^]*\u001b\[\?25h$/); // eslint-disable-line no-control-regex -- this is what the screen gets
    expect(text()).toContain('sha256:0123456789ab uploading');
    expect(text()).toContain('25%  1 MiB/4 MiB  1 MiB/s  ETA 3s');
  });

  it('say what has ended before they make room for text on stdout', () => {
    const { progress, tick, text } = bench('bars');
    const [first, second] = [progress.begin('first', MIB), progress.begin('second', MIB)];
    tick(100);
    first.add(MIB);
    first.setState('done');
    progress.hide();
    expect(text()).toMatch(/first {15}done {9}1 MiB\n[^\n]*$/);
    second.setState('done');
    progress.stop();
    progress.hide();
    expect(text().match(/done/g)).toHaveLength(2 + 1); // each item once, and the sum of the first look
  });

  it('leave one line for each item that ended, and none of their own at the end', () => {
    const { progress, tick, text } = bench('bars');
    const [first, second] = [progress.begin('first', MIB), progress.begin('second', MIB)];
    first.setState('exists');
    second.add(MIB);
    tick(100);
    second.setState('done');
    progress.stop();
    expect(text()).toContain('first               exists\n');
    expect(text()).toMatch(/second {14}done {9}1 MiB\n\u001b\[\?25h$/); // eslint-disable-line no-control-regex -- this is what the screen gets
  });

  it('count a new try from the start', () => {
    const { progress, tick, text } = bench('bars');
    const item = progress.begin('one', 4 * MIB);
    item.setState('uploading');
    item.add(3 * MIB);
    item.restart();
    item.add(MIB);
    tick(1000);
    expect(text()).toContain('25%  1 MiB/4 MiB');
  });

  it('take a size that is known later', () => {
    const { progress, tick, text } = bench('bars');
    const item = progress.begin('one');
    item.setState('downloading');
    item.add(MIB);
    tick(100);
    expect(text()).not.toContain('%');
    item.setTotal(2 * MIB);
    tick(100);
    expect(text()).toContain('50%');
  });

  it('come back for more items after a stop', () => {
    const { progress, isRunning } = bench('bars');
    progress.begin('one').setState('done');
    progress.stop();
    progress.begin('two');
    expect(isRunning()).toBe(true);
    progress.stop();
  });
});

describe('the layout', () => {
  const transfer: Transfer = { label: DIGEST, state: 'downloading', bytes: 12 * MIB, total: 64 * MIB, rate: 24 * MIB };

  it.each([20, 30, 39, 40, 60, 79, 100, 200])('fits into %d columns', (width) => {
    const label = '日本語'.repeat(20);
    expect(formatBar(transfer, width).length).toBeLessThanOrEqual(width);
    expect(formatBar({ ...transfer, label, total: undefined }, width).length).toBeLessThanOrEqual(width);
    const sum = { items: 100, finished: 10, waiting: 80, bytes: MIB, total: 1000 * MIB, rate: MIB };
    expect(formatSum(sum, width).length).toBeLessThanOrEqual(width);
  });

  it('has the percentage even in 40 columns', () => {
    expect(formatBar(transfer, 39)).toContain('18%');
  });

  it('has everything in 100', () => {
    const line = formatBar(transfer, 99);
    for (const part of ['sha256:0123456789ab', 'downloading', '[', '18%', '12 MiB/64 MiB', '24 MiB/s', 'ETA 2s']) {
      expect(line).toContain(part);
    }
  });

  it('is full at the end, and for an empty blob', () => {
    expect(formatBar({ ...transfer, bytes: 64 * MIB }, 99)).toContain('100%');
    expect(formatBar({ ...transfer, bytes: 0, total: 0 }, 99)).toContain('100%');
  });
});
