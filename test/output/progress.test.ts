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
    expect(text()).toBe('0 of 2 done  25% 10/40 MiB  1 MiB/s  ETA 30s  1 waiting\n');
  });

  it('end with the display', () => {
    const { progress, text, isRunning } = bench('lines');
    progress.begin('one').setState('done');
    progress.stop();
    expect(isRunning()).toBe(false);
    expect(text()).toBe('');
  });
});

describe('the rate', () => {
  it('is the mean of five seconds, and leaves out what only filled the send buffer', () => {
    const { progress, tick, text } = bench('bars');
    const item = progress.begin(DIGEST, 1000 * MIB);
    item.setState('uploading');
    item.add(20 * MIB); // taken by the system at once
    for (let index = 0; index < 20; index += 1) {
      tick(100);
      item.add(MIB / 10);
    }
    expect(text()).not.toMatch(/ [1-9]\d+(\.\d+)? MiB\/s/);
    expect(text()).toMatch(/ 1 MiB\/s {2}ETA \d+m/);
    for (let index = 0; index < 100; index += 1) {
      item.add(MIB);
      tick(100);
    }
    expect(text().split('ETA').at(-2)).toContain('10 MiB/s');
  });

  it('is 0 a while after the last byte, and begins anew with a new try', () => {
    const meter = bench('bars');
    const item = meter.progress.begin(DIGEST, 10 * MIB);
    item.setState('uploading');
    item.add(5 * MIB);
    meter.tick(1000);
    expect(meter.text()).toContain('5 MiB/s');
    const before = meter.text().length;
    for (let index = 0; index < 7; index += 1) meter.tick(1000);
    item.restart();
    meter.tick(1000);
    expect(meter.text().slice(before).split('\n').slice(-4).join('\n')).not.toMatch(/[1-9].*\/s/);
  });
});

describe('what is packed on the way', () => {
  it('has percentage, bar and time left by what was read of it, and bytes by what was sent', () => {
    const { progress, tick, text } = bench('bars');
    const item = progress.begin(DIGEST);
    item.setState('uploading');
    item.setRead(50 * MIB, 200 * MIB);
    item.add(10 * MIB);
    tick(1000);
    expect(text()).toMatch(/0123456789ab uploading {3}\[=+> +\] {2}25% {2}10 MiB {2}10 MiB\/s {2}ETA 3s\n/);
    expect(text()).toContain('0 of 1 done  25% 10 MiB  10 MiB/s  ETA 3s');
    item.setRead(200 * MIB, 200 * MIB);
    tick(1000);
    expect(text()).not.toContain('100%');
  });

  it('has the same in plain lines, beside what is sent as it is', () => {
    const { progress, tick, text } = bench('lines');
    progress.setTopic('Image 2 of 5: team/web:v1');
    const packed = progress.begin(DIGEST);
    packed.setRead(100 * MIB, 200 * MIB);
    packed.add(50 * MIB);
    progress.begin('config', 200 * MIB).add(50 * MIB);
    tick(10_000);
    expect(text()).toMatch(/^Image 2 of 5: team\/web:v1: 0 of 2 done {2}37% 100 MiB {2}10 MiB\/s {2}ETA \d+s/);
  });
});

describe('several images', () => {
  it('say above the bars which of them is on its way', () => {
    const { progress, tick, text } = bench('bars', 40);
    progress.setTopic(`Image 2 of 5: team/${'a'.repeat(50)}:v1`);
    progress.begin('one', MIB).setState('uploading');
    tick(100);
    expect(text()).toMatch(/Image 2 of 5: team\/a{17}\.\.\.\n/);
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
    expect(text()).toMatch(/(?<!sha256:)0123456789ab uploading/);
    expect(text()).toContain('25%  1/4 MiB  1 MiB/s  ETA 3s');
  });

  it('say what has ended before they make room for text on stdout', () => {
    const { progress, tick, text } = bench('bars');
    const [first, second] = [progress.begin('first', MIB), progress.begin('second', MIB)];
    tick(100);
    first.add(MIB);
    first.setState('done');
    progress.hide();
    expect(text()).toMatch(/first {8}done {9}1 MiB\n[^\n]*$/);
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
    expect(text()).toContain('first        exists\n');
    expect(text()).toMatch(/second {7}done {9}1 MiB\n\u001b\[\?25h$/); // eslint-disable-line no-control-regex -- this is what the screen gets
  });

  it('count a new try from the start', () => {
    const { progress, tick, text } = bench('bars');
    const item = progress.begin('one', 4 * MIB);
    item.setState('uploading');
    item.add(3 * MIB);
    item.restart();
    item.add(MIB);
    tick(1000);
    expect(text()).toContain('25%  1/4 MiB');
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
  const transfer: Transfer = {
    ...{ label: DIGEST, state: 'downloading', bytes: 12 * MIB, total: 64 * MIB },
    ...{ share: 12 / 64, rate: 24 * MIB },
  };

  it.each([20, 30, 39, 40, 60, 79, 100, 200])('fits into %d columns', (width) => {
    const label = '日本語'.repeat(20);
    expect(formatBar(transfer, width).length).toBeLessThanOrEqual(width);
    expect(formatBar({ ...transfer, label, total: undefined }, width).length).toBeLessThanOrEqual(width);
    const sum = { items: 100, finished: 10, waiting: 80, bytes: MIB, total: 1000 * MIB, share: 0.001, rate: MIB };
    expect(formatSum(sum, width).length).toBeLessThanOrEqual(width);
  });

  it('has the percentage even in 40 columns', () => {
    expect(formatBar(transfer, 39)).toContain('18%');
  });

  it('has everything in 80', () => {
    const line = formatBar({ ...transfer, bytes: 12.34 * MIB, total: 64.5 * MIB, rate: 24.1 * MIB }, 79);
    for (const part of ['0123456789ab downloading', '[', '>', '18%', '12.3/64.5 MiB', '24.1 MiB/s', 'ETA 2s']) {
      expect(line).toContain(part);
    }
  });

  it('is full at the end, and for an empty blob', () => {
    expect(formatBar({ ...transfer, bytes: 64 * MIB, share: 1 }, 99)).toContain('100%');
    expect(formatBar({ ...transfer, bytes: 0, total: 0, share: 1 }, 99)).toContain('100%');
  });
});
