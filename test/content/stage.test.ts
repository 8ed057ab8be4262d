import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { describe, expect, it } from 'vitest';
import { discard } from '../../src/content/discard.ts';
import { stage, type Step } from '../../src/content/stage.ts';

const same: Step = (source) => source;

/** A source that gives one chunk, and fails while its reader waits for the next one. */
function broken(): Readable {
  const source = new Readable({ read: () => undefined });
  source.push('first');
  setTimeout(() => source.destroy(new Error('cut')), 10);
  return source;
}

describe('stage', () => {
  it('gives all chunks in their order', async () => {
    const chunks = Array.from({ length: 1000 }, (_, index) => Buffer.from(`${index} `));
    expect(await buffer(Readable.from(chunks).pipe(stage(same)))).toEqual(Buffer.concat(chunks));
  });

  it.each([1, 3])('ends with the error of its source, %i in a row', async (count) => {
    const stages = Array.from({ length: count }, () => stage(same));
    await expect(pipeline([broken(), ...stages, discard()])).rejects.toThrow('cut');
  });

  it('ends with the error of its step', async () => {
    const failing = stage(async function* (source) {
      for await (const chunk of source) {
        yield chunk;
        throw new Error('wrong');
      }
    });
    await expect(pipeline([Readable.from([Buffer.from('a'), Buffer.from('b')]), failing, discard()])).rejects.toThrow(
      'wrong',
    );
  });

  it('ends when its step has enough', async () => {
    const endless = Readable.from(
      (async function* () {
        for (;;) yield await Promise.resolve(Buffer.alloc(1000));
      })(),
    );
    const first = stage(async function* (source) {
      for await (const chunk of source) {
        yield chunk;
        return;
      }
    });
    endless.pipe(first);
    expect(await buffer(first)).toHaveLength(1000);
    endless.destroy();
  });

  it('tells its step when it is given up', async () => {
    let isTold = false;
    const step = stage(async function* (source) {
      try {
        for await (const chunk of source) yield chunk;
      } finally {
        isTold = true;
      }
    });
    const source = new Readable({ read: () => undefined });
    source.push('first');
    source.pipe(step);
    for await (const chunk of step) if (chunk !== undefined) break;
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(isTold).toBe(true);
  });

  it('takes no more than it can give', async () => {
    let given = 0;
    const source = Readable.from(
      (function* () {
        for (; given < 1000; given += 1) yield Buffer.alloc(100_000);
      })(),
    );
    const slow = source.pipe(stage(same));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(given).toBeLessThan(30);
    slow.destroy();
  });
});
