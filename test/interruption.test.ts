import { describe, expect, it } from 'vitest';
import { SwrctlError } from '../src/base/errors.ts';
import { createInterruption, withCommandLine } from '../src/app/interruption.ts';

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

  it('ends it at SIGTERM, and leaves at the second', () => {
    const { terminate, signal, left } = setUp();
    terminate();
    expect(signal.reason).toMatchObject({ code: 'TERMINATED' });
    terminate();
    expect(left).toEqual([143]);
  });
});

describe('withCommandLine', () => {
  const failure = new SwrctlError('INTERRUPTED', 'interrupted');

  it('says the command that goes on, quoted for a shell', () => {
    const argv = ['push', "it's app.tar", 'team/app:v1', '--jobs', '2'];
    expect(withCommandLine(failure, argv).hint).toBe(
      `Run the same command again to go on: swrctl push 'it'\\''s app.tar' team/app:v1 --jobs 2`,
    );
  });

  it('leaves out what does not fit a line', () => {
    expect(withCommandLine(failure, ['push', 'a\nb'])).toBe(failure);
  });
});
