import { crc32 } from 'node:zlib';
import { deflate, gzip } from 'libdeflate';
import { adoptChunk, releaseChunk } from '../base/block-memory.ts';

/** No time, no name, operating system unknown: nothing that differs between two runs. Source: RFC 1952, 2.3. */
const HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);
/** Bytes of a stored block at most, and of what stands before it. Source: RFC 1951, 3.2.4. */
const STORED = { content: 0xffff, head: 5 };

/**
 * Packs a block as one gzip member: the same bytes for the same block and level, on every machine.
 *
 * @param level 1 (fast) to 12 (small).
 */
export function packBlock(block: Uint8Array, level: number): Uint8Array {
  return isIncompressible(block) ? storedMember(block) : gzip(block, level);
}

const SAMPLES = 4;
const SAMPLE_SIZE = 4096;
/** Used for every block. */
const sample = Buffer.alloc(SAMPLES * SAMPLE_SIZE);

/** Looks at a few places: media, packages and model weights cost DEFLATE the most time, for nothing. */
function isIncompressible(block: Uint8Array): boolean {
  if (block.length < SAMPLES * SAMPLE_SIZE) return false;
  const step = Math.floor((block.length - SAMPLE_SIZE) / (SAMPLES - 1));
  for (let index = 0; index < SAMPLES; index += 1) {
    sample.set(block.subarray(index * step, index * step + SAMPLE_SIZE), index * SAMPLE_SIZE);
  }
  const packed = deflate(sample, 1);
  const isSmaller = packed.length <= sample.length * 0.98;
  releaseChunk(adoptChunk(Buffer.from(packed.buffer)));
  return !isSmaller;
}

/** A member that holds the block as it is. */
function storedMember(block: Uint8Array): Uint8Array {
  const count = Math.ceil(block.length / STORED.content);
  const member = Buffer.alloc(HEADER.length + count * STORED.head + block.length + 8);
  let end = HEADER.copy(member);
  for (let start = 0; start < block.length; start += STORED.content) {
    const content = block.subarray(start, start + STORED.content);
    const isLast = start + content.length === block.length;
    end = member.writeUInt8(isLast ? 1 : 0, end);
    end = member.writeUInt16LE(content.length, end);
    end = member.writeUInt16LE(content.length ^ 0xffff, end);
    member.set(content, end);
    end += content.length;
  }
  end = member.writeUInt32LE(crc32(block), end);
  member.writeUInt32LE(block.length, end);
  return member;
}
