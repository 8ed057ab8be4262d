import { describe, expect, it } from 'vitest';
import { createInterruption } from '../src/app/interruption.ts';

function setUp() {
  const left: number[] = [];
  return { ...createInterruption((exitCode) => left.push(exitCode)), left };
}

describe('interruption', () => {
  it('ends the command at the first Ctrl-C and leaves at the second', () => {
    const { interrupt, signal, left } = setUp();
    interrupt();
    expect(signal.reason).toMatchObject({ code: 'INTERRUPTED' });
    expect(left).toEqual([]);
    interrupt();
    expect(left).toEqual([130]);
  });

  it('lets a transfer finish after the first Ctrl-C', () => {
    const { interrupt, signal, onInterrupt, left } = setUp();
    let stops = 0;
    onInterrupt(() => (stops += 1));
    interrupt();
    expect(stops).toBe(1);
    expect(signal.aborted).toBe(false);
    interrupt();
    expect(left).toEqual([130]);
  });

  it('aborts again once the transfer gave it back', () => {
    const { interrupt, signal, onInterrupt } = setUp();
    onInterrupt(() => undefined)();
    interrupt();
    expect(signal.aborted).toBe(true);
  });

  it('ends even a transfer at SIGTERM', () => {
    const { terminate, signal, onInterrupt, left } = setUp();
    onInterrupt(() => undefined);
    terminate();
    expect(signal.reason).toMatchObject({ code: 'TERMINATED' });
    terminate();
    expect(left).toEqual([143]);
  });
});
