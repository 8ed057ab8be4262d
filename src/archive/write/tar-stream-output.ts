import { tmpdir } from 'node:os';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { underSignal } from '../../base/abort.ts';
import type { ArchiveOutput, WriteOptions } from '../output/archive-output.ts';
import { entryStages } from '../output/fill-entry.ts';
import { privateFolder } from '../read/spool.ts';
import { encodeTarHeader } from '../tar/entry-header.ts';
import { TAR_END } from './tar-file-output.ts';
import { BLOCK_SIZE } from '../tar/header.ts';

export interface StreamOutputOptions extends WriteOptions {
  /** Where temporary files go. Default: the system's temporary folder. */
  readonly spoolDir?: string;
}

/**
 * A tar that is written to a stream, one entry after the other in the order of the `write` calls. Calls that come
 * while another entry is being written wait for it, without opening their source. After an entry that failed nothing
 * more is written. The target stays open: it is the caller's.
 */
export function createTarStream(
  target: Writable,
  { spoolDir = tmpdir(), signal }: StreamOutputOptions = {},
): ArchiveOutput {
  const folder = privateFolder(spoolDir);
  // A broken pipe is told to the write that meets it; without a listener it would end the process.
  target.on('error', () => undefined);
  let last: Promise<void> = Promise.resolve();
  /** After a failure nothing more is written: the rest would stand at the wrong place. */
  const inTurn = (work: () => Promise<void>): Promise<void> => (last = last.then(work));
  return {
    folder: folder.path,
    reserve: () => 0,
    write: (name, size, bytes) =>
      inTurn(async () => {
        await send(target, await encodeTarHeader(name, size));
        const stages = [await bytes.open(0, signal), ...entryStages(bytes), forward(target)];
        await underSignal(signal, (own) => pipeline(stages, { signal: own }));
        await send(target, Buffer.alloc((BLOCK_SIZE - (size % BLOCK_SIZE)) % BLOCK_SIZE));
      }),
    commit: async () => {
      await inTurn(() => send(target, TAR_END));
      await folder.remove();
    },
    discard: folder.remove,
    keep: async () => {
      await folder.remove();
      return false;
    },
  };
}

function send(target: Writable, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    target.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}

/** Writes into `target` and leaves it open at the end. */
function forward(target: Writable): Writable {
  return new Writable({ write: (chunk: Buffer, _encoding, done) => void send(target, chunk).then(() => done(), done) });
}
