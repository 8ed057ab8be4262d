import { createHash } from 'node:crypto';
import { Readable, pipeline } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { verify, type Expected } from '../../src/content/verify.ts';
import type { Digest } from '../../src/model/digest.ts';

const BYTES = Buffer.from('what a layer is made of');
const digestOf = (bytes: Buffer, algorithm = 'sha256'): Digest =>
  `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}` as Digest;
const DIGEST = digestOf(BYTES);

/** What comes out behind, when this went in, byte by byte. */
async function passed(bytes: Buffer, expected: Expected, label?: string): Promise<Buffer> {
  const pieces = [...bytes].map((byte) => Buffer.from([byte]));
  return buffer(pipeline(Readable.from(pieces), verify(expected, label), () => undefined));
}

describe('expected content', () => {
  it.each<Expected>([
    { digest: DIGEST },
    { digest: DIGEST, size: BYTES.length },
    { digest: digestOf(BYTES, 'sha512'), size: BYTES.length },
  ])('passes unchanged: $digest', async (expected) => {
    expect(await passed(BYTES, expected)).toEqual(BYTES);
  });

  it('may be nothing at all', async () => {
    expect(await passed(Buffer.alloc(0), { digest: digestOf(Buffer.alloc(0)), size: 0 })).toHaveLength(0);
  });
});

describe('other content', () => {
  const other = Buffer.from(BYTES);
  other[3] = 0;

  it.each([
    ['another byte', other, BYTES.length, `its digest is ${digestOf(other)}`],
    ['a byte less', BYTES.subarray(1), BYTES.length, `it ends after ${BYTES.length - 1} of ${BYTES.length} bytes`],
    [
      'a byte more',
      Buffer.concat([BYTES, BYTES.subarray(0, 1)]),
      BYTES.length,
      `it has more than ${BYTES.length} bytes`,
    ],
    ['nothing', Buffer.alloc(0), BYTES.length, `it ends after 0 of ${BYTES.length} bytes`],
    ['a byte more of unknown size', Buffer.concat([BYTES, BYTES]), undefined, 'its digest is sha256:'],
  ])('is refused: %s', async (_what, bytes, size, why) => {
    const expected = { digest: DIGEST, ...(size === undefined ? {} : { size }) };
    await expect(passed(bytes, expected, 'layer.tar')).rejects.toMatchObject({
      code: 'CONTENT_MISMATCH',
      message: expect.stringContaining(`layer.tar (${DIGEST}) is damaged: ${why}`) as string,
    });
  });

  it('is refused before the rest of a body without end has come', async () => {
    let given = 0;
    const endless = Readable.from(
      (async function* () {
        for (;;) {
          await Promise.resolve();
          given += 1000;
          yield Buffer.alloc(1000);
        }
      })(),
    );
    await expect(
      buffer(pipeline(endless, verify({ digest: DIGEST, size: 10_000 }), () => undefined)),
    ).rejects.toMatchObject({
      code: 'CONTENT_MISMATCH',
    });
    expect(given).toBeLessThan(200_000);
  });

  it('is named once where the label is the digest', async () => {
    await expect(passed(other, { digest: DIGEST })).rejects.toThrow(
      new RegExp(`^${DIGEST} is damaged: its digest is ${digestOf(other)}$`),
    );
  });
});
