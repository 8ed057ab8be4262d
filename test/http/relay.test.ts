import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { relay } from '../../src/http/relay.ts';

const chunk = (text: string): Buffer => Buffer.from(text);

/** A body that gives these chunks and then breaks off. */
function* broken(...texts: readonly string[]): Generator<Buffer> {
  for (const text of texts) yield chunk(text);
  throw new Error('broke off');
}

describe('a relayed body', () => {
  it('comes in the very chunks that it is made of', async () => {
    const chunks = [chunk('one'), chunk('two'), chunk('three')];
    const seen: Buffer[] = [];
    const target = relay(Readable.from(chunks, { objectMode: false }));
    await nextTurn();
    await new Promise((resolve) => target.on('data', (each: Buffer) => seen.push(each)).on('end', resolve));
    expect(seen.map((each) => chunks.indexOf(each))).toEqual([0, 1, 2]);
  });

  it('waits for its reader', async () => {
    let made = 0;
    const source = new Readable({
      highWaterMark: 1000,
      read() {
        setImmediate(() => {
          made += 1;
          this.push(Buffer.alloc(1000));
        });
      },
    });
    const target = relay(source);
    for (let turn = 0; turn < 500; turn += 1) await nextTurn();
    expect(made * 1000).toBeLessThan(300_000);
    const before = made;
    target.resume();
    for (let turn = 0; turn < 500; turn += 1) await nextTurn();
    expect(made).toBeGreaterThan(before + 100);
    target.destroy();
  });

  it('goes on with another body where the first one broke off', async () => {
    const reasons: string[] = [];
    const rest = [Readable.from(broken('cd')), Readable.from([chunk('ef')])];
    const target = relay(Readable.from(broken('ab')), {
      goOn: ({ message }) => {
        reasons.push(message);
        return Promise.resolve(rest.shift() ?? Readable.from([]));
      },
    });
    expect((await buffer(target)).toString()).toBe('abcdef');
    expect(reasons).toEqual(['broke off', 'broke off']);
  });

  it('fails with what going on fails with', async () => {
    const target = relay(Readable.from(broken('ab')), { goOn: () => Promise.reject(new Error('no more tries')) });
    await expect(buffer(target)).rejects.toThrow('no more tries');
  });

  it('leaves out what is not wanted of a chunk', async () => {
    const target = relay(Readable.from([chunk('abc'), chunk('def')]), { part: (each) => each.subarray(2) });
    expect((await buffer(target)).toString()).toBe('cf');
  });

  it('ends its source when the reader goes away, also the one that comes later', async () => {
    const source = new PassThrough();
    relay(source)
      .on('error', () => undefined)
      .destroy();
    await nextTurn();
    expect(source.destroyed).toBe(true);
    const later = new PassThrough();
    let arrive: (body: Readable) => void = () => undefined;
    const target = relay(Readable.from(broken('ab')), { goOn: () => new Promise((resolve) => (arrive = resolve)) });
    target.resume();
    for (let turn = 0; turn < 5; turn += 1) await nextTurn();
    target.destroy();
    arrive(later);
    await nextTurn();
    expect(later.destroyed).toBe(true);
  });
});
