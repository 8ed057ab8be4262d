import { createHash, randomUUID, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rm, type FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { algorithmOf, digestOfHash, type Digest } from '../../model/digest.ts';
import type { BlobStore } from './blob-store.ts';
import { chunksOf } from '../server/handler.ts';

/** One blob on its way in. What a cut connection delivered stays, so that the client can go on from there. */
export interface Upload {
  readonly id: string;
  /** `region/organization/repository`; nobody else may use it. */
  readonly scope: string;
  readonly size: () => number;
  /** Appends; false when that makes more than `limit` bytes. Fails when the body breaks off, and keeps what came. */
  readonly append: (body: Readable, limit: number) => Promise<boolean>;
}

export interface Uploads {
  readonly start: (scope: string) => Promise<Upload>;
  readonly find: (scope: string, id: string) => Upload | undefined;
  /** True when the bytes are what `digest` says, which ends the session either way. */
  readonly finish: (upload: Upload, digest: Digest) => Promise<boolean>;
  readonly cancel: (upload: Upload) => Promise<void>;
  readonly close: () => Promise<void>;
}

interface Session extends Upload {
  readonly file: string;
  readonly handle: FileHandle;
  readonly hash: Hash;
}

export function openUploads(blobs: BlobStore): Uploads {
  const sessions = new Map<string, Session>();
  const end = async ({ id, handle }: Session): Promise<void> => {
    sessions.delete(id);
    await handle.close();
  };
  const cancel = async (upload: Upload): Promise<void> => {
    const session = sessions.get(upload.id);
    if (session === undefined) return;
    await end(session);
    await rm(session.file, { force: true });
  };
  return {
    start: async (scope) => {
      const session = await startSession(blobs, scope);
      sessions.set(session.id, session);
      return session;
    },
    find: (scope, id) => {
      const session = sessions.get(id);
      return session?.scope === scope ? session : undefined;
    },
    finish: async (upload, digest) => {
      const session = sessions.get(upload.id);
      if (session === undefined) return false;
      const found = await digestOfSession(session, digest);
      if (found !== digest) {
        await cancel(upload);
        return false;
      }
      await end(session);
      await blobs.adopt(session.file, digest);
      return true;
    },
    cancel,
    close: async () => {
      for (const session of [...sessions.values()]) await cancel(session);
    },
  };
}

async function startSession(blobs: BlobStore, scope: string): Promise<Session> {
  const id = randomUUID();
  const file = blobs.uploadFile(id);
  const handle = await open(file, 'wx');
  const hash = createHash('sha256');
  let size = 0;
  const append = async (body: Readable, limit: number): Promise<boolean> => {
    for await (const chunk of chunksOf(body)) {
      if (size + chunk.length > limit) return false;
      const writing = handle.write(chunk, 0, chunk.length, size);
      hash.update(chunk); // while the disk is busy
      await writing;
      size += chunk.length;
    }
    return true;
  };
  return { id, scope, file, handle, hash, size: () => size, append };
}

/** The running hash is sha256; the rare other algorithm reads the file again. */
async function digestOfSession({ hash, file }: Session, wanted: Digest): Promise<Digest> {
  const algorithm = algorithmOf(wanted);
  if (algorithm === 'sha256') return digestOfHash(hash);
  const again = createHash(algorithm);
  await pipeline(createReadStream(file), again);
  return digestOfHash(again, algorithm);
}
