import type { OnReadOpts, Socket } from 'node:net';
import { buildConnector } from 'undici';
import { BLOCK_SIZE, handOut, releaseIfAllowed, takeBlock } from '../base/block-memory.ts';

/** Bytes of a block that are still worth reading into: less would cut what comes into small pieces. */
const LEAST_ROOM = BLOCK_SIZE / 8;

/** Plain bytes of a full TLS record, which is what Node gives at a time however much there is. Source: RFC 8446, 5.1. */
const TLS_RECORD = 16 * 1024;

/** How the sockets of a pool are made: undici's way, with memory that is used again in both directions. */
export function connectInBlocks(options: buildConnector.BuildOptions): buildConnector.connector {
  const gathered = gatherRecords();
  const onread = receiveInBlocks(gathered);
  const connect = buildConnector({ ...options, onread });
  return (target, done) =>
    connect(target, (...[error, socket]) => {
      if (error === null) done(null, releaseWritten(gathered.flushAtEnd(socket)));
      else done(error, null);
    });
}

/**
 * Where sockets read to: blocks in place of Node's new 64 KiB for each read. A fast server fills half a megabyte at
 * once, which then goes through parser, hash and file in one piece, and the memory is used again. One of these serves
 * all sockets of a pool: Node asks for the next room directly after it has told of what came.
 */
function receiveInBlocks({ add }: Gathered): OnReadOpts {
  let left: Uint8Array | undefined;
  return {
    buffer: () => {
      const room = left ?? takeBlock();
      left = undefined;
      return room;
    },
    callback(this: Socket, length, room) {
      const isLast = room.length - length < LEAST_ROOM;
      add(this, handOut(room, length, isLast), isLast);
      left = isLast ? undefined : room.subarray(length);
      return false; // one piece at a time: what piles up would be joined in new memory
    },
  };
}

interface Gathered {
  /** Takes what was read. @param isLast true: what comes next does not lie behind it. */
  readonly add: (socket: Socket, piece: Buffer, isLast: boolean) => void;
  readonly flushAtEnd: <S extends Socket>(socket: S) => S;
}

/**
 * Full TLS records wait for those that came with them and lie behind them; together they are one piece. Whatever is
 * shorter, as the end of an answer, waits for nothing.
 */
function gatherRecords(): Gathered {
  const waiting = new WeakMap<Socket, Buffer>();
  const flush = (socket: Socket): void => {
    const piece = waiting.get(socket);
    waiting.delete(socket);
    if (piece !== undefined && !socket.destroyed) socket.push(piece);
  };
  return {
    add: (socket, piece, isLast) => {
      const before = waiting.get(socket);
      const joined = before ? Buffer.from(before.buffer, before.byteOffset, before.length + piece.length) : piece;
      waiting.set(socket, joined);
      if (isLast || piece.length !== TLS_RECORD || !('encrypted' in socket)) flush(socket);
      else if (before === undefined) setImmediate(flush, socket);
    },
    flushAtEnd: (socket) => {
      const push = socket.push.bind(socket);
      return Object.assign(socket, {
        push: (chunk: unknown, encoding?: BufferEncoding): boolean => {
          if (chunk === null) flush(socket);
          return push(chunk, encoding);
        },
      });
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
