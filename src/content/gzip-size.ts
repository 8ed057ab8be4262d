/** A member without content whose extra field "SW" holds 8 bytes. Source: RFC 1952, 2.3.1.1. */
const START = Buffer.from('1f8b08040000000000ff0c0053570800', 'hex');
/** An empty last block, and CRC-32 and size of nothing. */
const END = Buffer.from('03000000000000000000', 'hex');

/** How long the end of a gzip file is that `namesSize` wants to see. */
export const SIZE_TAIL = START.length + 8 + END.length;

/**
 * The last member of a gzip file of several. Each of them tells its own size only; this one holds the size of all that
 * the file unpacks to, in an extra field that readers pass over. eStargz ends its layers in the same way.
 */
export function sizeMember(size: number): Buffer {
  const field = Buffer.alloc(8);
  field.writeBigUInt64LE(BigInt(size));
  return Buffer.concat([START, field, END]);
}

/**
 * Whether a gzip file may unpack to that many bytes, by its end: our own last member says it, and else the trailer of
 * the last member, modulo 2^32, which is the only one then.
 *
 * @param tail the last SIZE_TAIL bytes, or the whole of a shorter file.
 */
export function namesSize(tail: Buffer, size: number): boolean {
  if (tail.length < 4) return false;
  const isOurs = tail.length === SIZE_TAIL && tail.subarray(0, START.length).equals(START);
  if (isOurs) return tail.readBigUInt64LE(START.length) === BigInt(size);
  return tail.readUInt32LE(tail.length - 4) === size % 2 ** 32;
}
