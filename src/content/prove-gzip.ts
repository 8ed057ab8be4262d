import { PassThrough, type Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { SwrctlError } from '../errors.ts';
import { inBlocks } from './blocks.ts';
import { discard } from './discard.ts';
import { gunzip } from './gunzip.ts';
import { stage } from './stage.ts';
import { verify, type Expected } from './verify.ts';

/** The unpacker's input per step: what arrives from a pipe is small, and each step is a way to the thread pool. */
const STEP = 256 * 1024;

/**
 * Passes gzip bytes through and unpacks them on the way: what is not the gzip of the expected content fails before its
 * end, so that nobody takes it for whole.
 *
 * @param packer what packed them, for the message.
 * @param label how a person finds the content: an entry name, a digest.
 * @param checkSource called when they are not: throws when what was packed was wrong already.
 * @throws {SwrctlError} CONTENT_MISMATCH, or what `checkSource` throws, through the stream.
 */
export function proveGzip(
  expected: Expected,
  packer: string,
  label: string,
  checkSource: () => Promise<void> = () => Promise.resolve(),
): Duplex {
  return stage(async function* (source) {
    const packed = new PassThrough();
    const proven = pipeline(packed, unpack, verify(expected, label), discard()).catch(async (cause: unknown) => {
      await checkSource();
      throw new SwrctlError('CONTENT_MISMATCH', `What ${packer} made of ${label} does not unpack to it`, {
        hint: 'Use --compressor builtin',
        cause,
      });
    });
    proven.catch(() => undefined); // awaited below, unless the stream is given up before
    try {
      for await (const chunk of source) {
        if (!packed.write(chunk)) await Promise.race([drained(packed), proven]);
        yield chunk;
      }
      packed.end();
      await proven;
    } finally {
      packed.destroy();
    }
  });
}

const unpack = (source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> => gunzip(inBlocks(source, STEP));

const drained = (stream: PassThrough): Promise<void> =>
  new Promise((resolve) => {
    stream.once('drain', resolve);
  });
