import type { OnReadOpts, Socket } from 'node:net';
import { buildConnector } from 'undici';
import { BLOCK_SIZE, handOut, releaseIfAllowed, takeBlock } from '../base/block-memory.ts';

/** Bytes of a block that are still worth reading into: less would cut what comes into small pieces. */
const LEAST_ROOM = BLOCK_SIZE / 8;

/** How the sockets of a pool are made: undici's way, with memory that is used again in both directions. */
export function connectInBlocks(options: buildConnector.BuildOptions): buildConnector.connector {
  const connect = buildConnector({ ...options, onread: receiveInBlocks() } as buildConnector.BuildOptions);
  return (target, done) =>
    connect(target, (...[error, socket]) => {
      if (error === null) done(null, releaseWritten(socket));
      else done(error, null);
    });
}

/**
 * Where sockets read to: blocks in place of Node's new 64 KiB for each read. A fast server fills half a megabyte at
 * once, which then goes through parser, hash and file in one piece, and the memory is used again. One of these serves
 * all sockets of a pool: Node asks for the next room directly after it has told of what came.
 */
function receiveInBlocks(): OnReadOpts {
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

/** Gives back the memory of what was written, as soon as the system has it. */
function releaseWritten<S extends Socket>(socket: S): S {
  const write = socket.write.bind(socket) as (chunk: unknown, ...rest: unknown[]) => boolean;
  const writeAndRelease = (chunk: unknown, ...rest: unknown[]): boolean => {
    if (typeof chunk === 'string' || rest.length > 0) return write(chunk, ...rest);
    return write(chunk, () => releaseIfAllowed(chunk));
  };
  return Object.assign(socket, { write: writeAndRelease });
}
