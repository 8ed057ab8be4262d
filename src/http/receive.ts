import type { OnReadOpts, Socket } from 'node:net';
import { BLOCK_SIZE, handOut, takeBlock } from '../base/block-memory.ts';

/** Bytes of a block that are still worth reading into: less would cut what comes into small pieces. */
const LEAST_ROOM = BLOCK_SIZE / 8;

/**
 * Where sockets read to: blocks in place of Node's new 64 KiB for each read. A fast server fills half a megabyte at
 * once, which then goes through parser, hash and file in one piece, and the memory is used again. One of these serves
 * all sockets of a pool: Node asks for the next room directly after it has told of what came.
 */
export function receiveInBlocks(): OnReadOpts {
  let left: Uint8Array | undefined;
  return {
    buffer: () => {
      const room = left ?? takeBlock();
      left = undefined;
      return room;
    },
    callback(this: Socket, length, room) {
      const isLast = room.length - length < LEAST_ROOM;
      this.push(handOut(room, length, isLast));
      left = isLast ? undefined : room.subarray(length);
      return false;
    },
  };
}
