import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decompress, sniffCompression, type Packing, type Tail } from '../../src/content/compression.ts';
import { gunzip } from '../../src/content/gunzip.ts';
import { unzstdInWasm } from '../../src/content/unzstd.ts';
import { itWith } from '../support/peers.ts';

const PROGRAMS = { zstd: 'zstd', xz: 'xz', bzip2: 'bzip2' } as const;

/** Text, zeros and noise: what real layers are made of. */
const CONTENT = Buffer.concat([Buffer.from('text '.repeat(50_000)), Buffer.alloc(3_000_000), randomBytes(2_000_000)]);

const pack = (packing: Packing, bytes: Buffer, ...args: string[]): Buffer => {
  if (packing === 'none') return bytes;
  if (packing === 'gzip') return gzipSync(bytes);
  return execFileSync(PROGRAMS[packing], ['-c', ...args], { input: bytes, maxBuffer: 1e9 });
};

/** In pieces of odd sizes, as a network or a file would give it. */
function* pieces(bytes: Buffer, size = 40_961): Generator<Buffer> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

async function unpack(packing: Packing, packed: Buffer, tail?: Tail): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const sink = new Writable({ write: (chunk: Buffer, _encoding, done) => (chunks.push(chunk), done()) });
  await pipeline(Readable.from(pieces(packed)), decompress(packing, 'layer.tar', tail), sink);
  return Buffer.concat(chunks);
}

const KINDS: readonly (readonly [Packing, ReturnType<typeof itWith>])[] = [
  ['gzip', it],
  ['zstd', itWith('zstd')],
  ['xz', itWith('xz')],
  ['bzip2', itWith('bzip2')],
];

describe.each(KINDS)('%s', (packing, test) => {
  test('is recognised by its first bytes', () => {
    expect(sniffCompression(pack(packing, Buffer.from('x')))).toBe(packing);
  });

  test('unpacks what the real program packed', async () => {
    expect((await unpack(packing, pack(packing, CONTENT))).equals(CONTENT)).toBe(true);
  });

  test('unpacks an empty file', async () => {
    expect(await unpack(packing, pack(packing, Buffer.alloc(0)))).toHaveLength(0);
  });

  test('unpacks several packed files in a row', async () => {
    const packed = Buffer.concat([pack(packing, CONTENT), pack(packing, Buffer.from('and more'))]);
    expect((await unpack(packing, packed)).equals(Buffer.concat([CONTENT, Buffer.from('and more')]))).toBe(true);
  });

  test.each([
    { name: 'in the middle', keep: 0.5 },
    { name: 'near the start', keep: 0.00001 },
    { name: 'just before the end', keep: 0.999999 },
  ])('says that a file cut $name is damaged', async ({ keep }) => {
    const packed = pack(packing, CONTENT);
    const cut = packed.subarray(0, Math.max(8, Math.floor(packed.length * keep)));
    await expect(unpack(packing, cut)).rejects.toMatchObject({
      code: 'SOURCE_INVALID',
      message: expect.stringContaining(`layer.tar is damaged: ${packing} says`) as unknown,
    });
  });

  test('fails with the error of its source, not with one of its own', async () => {
    const packed = pack(packing, CONTENT);
    const source = Readable.from(
      (function* () {
        yield packed.subarray(0, 1000);
        throw new Error('the line is cut');
      })(),
    );
    const sink = new Writable({ write: (_chunk, _encoding, done) => done() });
    await expect(pipeline(source, decompress(packing, 'x'), sink)).rejects.toThrow('the line is cut');
  });

  test('stops reading when its reader stops', async () => {
    let isClosed = false;
    const endless = Readable.from(
      (function* () {
        try {
          for (const packed = pack(packing, CONTENT); ;) yield packed;
        } finally {
          isClosed = true;
        }
      })(),
    );
    const sink = new Writable({ write: (_chunk, _encoding, done) => done(new Error('enough')) });
    await expect(pipeline(endless, decompress(packing, 'x'), sink)).rejects.toThrow('enough');
    await expect.poll(() => isClosed).toBe(true);
  });

  test('does not take noise for packed bytes', async () => {
    await expect(unpack(packing, randomBytes(5000))).rejects.toMatchObject({ code: 'SOURCE_INVALID' });
  });
});

describe('gzip', () => {
  it.each([
    { name: 'zeros', garbage: Buffer.alloc(10_000) },
    { name: 'text', garbage: Buffer.from('no gzip') },
    { name: 'half the mark of a member', garbage: Buffer.from([0x1f]) },
  ])('refuses $name after the last member, or drops them as gzip(1) does', async ({ garbage }) => {
    const packed = Buffer.concat([gzipSync(CONTENT), garbage]);
    expect((await unpack('gzip', packed, 'drop')).equals(CONTENT)).toBe(true);
    await expect(unpack('gzip', packed)).rejects.toMatchObject({
      code: 'SOURCE_INVALID',
      message: 'layer.tar has bytes behind the end of its gzip stream',
    });
  });

  it('refuses a name in the header that does not end', async () => {
    const packed = Buffer.concat([Buffer.from('1f8b0808000000000003', 'hex'), Buffer.alloc(100_000, 'n')]);
    await expect(unpack('gzip', packed)).rejects.toThrow(/a name in its header is too long/);
  });

  it('reads all the fields that a header can have', async () => {
    const fields = Buffer.from('1f8b081e00000000000303006162636e616d6500736f6d652074657874001234', 'hex');
    expect(await unpack('gzip', Buffer.concat([fields, gzipSync('x').subarray(10)]))).toEqual(Buffer.from('x'));
  });

  it('reads thousands of small members, as eStargz has them', async () => {
    const packed = Buffer.concat(Array.from({ length: 3000 }, (_, index) => gzipSync(`${index},`)));
    const text = Array.from({ length: 3000 }, (_, index) => `${index},`).join('');
    expect((await unpack('gzip', packed)).toString()).toBe(text);
  });

  it('finds the ends of members wherever the pieces end', async () => {
    const packed = Buffer.concat([gzipSync('first '), gzipSync(''), gzipSync('second'), Buffer.from('rest')]);
    for (let size = 1; size <= packed.length; size += 1) {
      const chunks: Buffer[] = [];
      for await (const chunk of gunzip(Readable.from(pieces(packed, size)), () => undefined)) chunks.push(chunk);
      expect(Buffer.concat(chunks).toString()).toBe('first second');
    }
  });

  it('says so when a byte was altered', async () => {
    const packed = gzipSync(CONTENT);
    packed.writeUInt8(packed.readUInt8(packed.length - 6) ^ 1, packed.length - 6);
    await expect(unpack('gzip', packed)).rejects.toMatchObject({ code: 'SOURCE_INVALID' });
  });
});

describe('zstd', () => {
  itWith('zstd')('skips frames that are to be skipped', async () => {
    const skippable = Buffer.from('502a4d1804000000deadbeef', 'hex');
    expect(sniffCompression(skippable)).toBe('zstd');
    const packed = Buffer.concat([skippable, pack('zstd', CONTENT)]);
    expect((await unpack('zstd', packed)).equals(CONTENT)).toBe(true);
    const between = Buffer.concat([pack('zstd', CONTENT), skippable, pack('zstd', Buffer.from('end')), skippable]);
    expect((await unpack('zstd', between)).equals(Buffer.concat([CONTENT, Buffer.from('end')]))).toBe(true);
  });

  itWith('zstd').each([
    { name: 'zeros', tail: Buffer.alloc(512) },
    { name: 'text', tail: Buffer.from('no zstd') },
    { name: 'a frame that is cut', tail: Buffer.from('28b52ffd2408', 'hex') },
  ])('refuses $name after the last frame', async ({ tail }) => {
    await expect(unpack('zstd', Buffer.concat([pack('zstd', CONTENT), tail]), 'drop')).rejects.toMatchObject({
      code: 'SOURCE_INVALID',
    });
  });

  it.each([
    { name: 'window', header: '28b52ffd0098' },
    { name: 'content that is its window', header: '28b52ffde00000000001000000' },
  ])('refuses a frame whose $name is larger than 128 MiB before it takes memory', async ({ header }) => {
    const packed = Buffer.concat([Buffer.from(header, 'hex'), Buffer.from('010000', 'hex')]);
    await expect(unpack('zstd', packed)).rejects.toThrow(/needs a window of \d+ bytes, more than 134217728/);
  });

  describe('in WebAssembly', () => {
    const inWasm = async (packed: Buffer, most = Infinity): Promise<Buffer> => {
      const chunks: Buffer[] = [];
      for await (const chunk of unzstdInWasm(Readable.from(pieces(packed)))) {
        chunks.push(chunk);
        if (chunks.length >= most) break;
      }
      return Buffer.concat(chunks);
    };

    itWith('zstd')('frees the window of a frame that nobody reads to its end', async () => {
      const packed = pack('zstd', CONTENT, '--long=27');
      for (let round = 0; round < 5; round += 1) await inWasm(packed, 2); // waits for ever where one is not freed
      expect((await inWasm(packed)).equals(CONTENT)).toBe(true);
    });

    itWith('zstd')('unpacks several files at a time, also when each wants all the memory for windows', async () => {
      const packed = pack('zstd', CONTENT, '--long=27');
      const all = await Promise.all([1, 2, 3].map(() => inWasm(packed)));
      expect(all.every((each) => each.equals(CONTENT))).toBe(true);
    });

    itWith('zstd')('unpacks thousands of small frames', async () => {
      const frame = pack('zstd', Buffer.from('small '));
      const packed = Buffer.concat(Array.from({ length: 2000 }, () => frame));
      expect((await inWasm(packed)).toString()).toBe('small '.repeat(2000));
    });

    itWith('zstd')('says so when any byte behind the header was altered', async () => {
      const packed = pack('zstd', Buffer.from('some words and more words '.repeat(40)), '--check');
      for (let at = 6; at < packed.length; at += 1) {
        const altered = Buffer.from(packed);
        altered.writeUInt8(altered.readUInt8(at) ^ 0x55, at);
        await expect(inWasm(altered)).rejects.toThrow();
      }
    });
  });

  itWith('zstd')('unpacks in WebAssembly where Node has no zstd, also with a long window', async () => {
    const packed = pack('zstd', CONTENT, '-19', '--long=24');
    const chunks: Buffer[] = [];
    for await (const chunk of unzstdInWasm(Readable.from(pieces(packed)))) chunks.push(chunk);
    expect(Buffer.concat(chunks).equals(CONTENT)).toBe(true);
  });
});

describe('a small file that unpacks to a large one', () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  // Buffers are swept on another thread, which a busy machine keeps waiting: the next collection waits for its end.
  const memoryInUse = (): number => {
    collectGarbage();
    collectGarbage();
    return process.memoryUsage().arrayBuffers;
  };

  const bomb = (packing: Packing): Buffer => {
    const program = packing === 'none' ? 'cat' : packing;
    return execFileSync('sh', ['-c', `head -c 120000000 /dev/zero | ${program} -c`], { maxBuffer: 1e9 });
  };

  it.each(KINDS)('%s gives it piece by piece, as its reader takes it', async (packing, test) => {
    if (test === it.skip) return; // the program is missing, which itWith has said
    const packed = bomb(packing);
    const before = memoryInUse();
    let size = 0;
    let growth = 0;
    let count = 0;
    const sink = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        size += chunk.length;
        count += 1;
        if (count % 50 === 0) growth = Math.max(growth, memoryInUse() - before);
        done();
      },
    });
    await pipeline(Readable.from([packed]), decompress(packing, 'x'), sink);
    expect(size).toBe(120_000_000);
    expect(growth).toBeLessThan(60_000_000);
  });
});

describe('sniffCompression', () => {
  it.each(['', '1f', 'plain text', '\0\0\0\0\0\0', 'BZh0', 'PK\x03\x04'])('takes %j for plain', (text) => {
    expect(sniffCompression(Buffer.from(text))).toBe('none');
  });
});
