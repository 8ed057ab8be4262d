import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { digestOf } from '../../src/model/digest.ts';
import { openRepository } from '../../src/registry/repository.ts';
import { createCopySession } from '../../src/transfer/copy-session.ts';
import { pushKnown } from '../../src/transfer/push-blob.ts';
import { startMemoryRegistry } from '../support/memory-registry.ts';
import { testHost } from '../support/test-host.ts';

const MEDIA_TYPE = 'application/octet-stream';
const blobsOf = (count: number, size: number) =>
  Array.from({ length: count }, (_, index) => Buffer.alloc(size, String.fromCharCode(97 + index)));

/** Sends blobs as a copy does: asked for one after the other, and sent where they are not there. */
async function sendAll(registry: Awaited<ReturnType<typeof startMemoryRegistry>>, blobs: readonly Buffer[]) {
  const repository = openRepository(testHost(registry.host, { scheme: 'http' }), 'team/app');
  const session = createCopySession(repository, { run: (work) => work(), guessesMisses: true });
  for (const bytes of blobs) {
    const blob = { mediaType: MEDIA_TYPE, digest: digestOf(bytes), size: bytes.length };
    await pushKnown(session, blob, blob.digest, () => Promise.resolve(Readable.from([bytes])));
  }
  const asked = registry.asked();
  const count = (method: string): number => asked.filter((line) => line.startsWith(`${method} `)).length;
  return {
    questions: new Set(asked.filter((line) => /^(?:HEAD|GET) /.test(line)).map((line) => line.split(' ')[1])).size,
    sent: count('PUT'),
  };
}

describe('tiny blobs', () => {
  it('are not asked for any more when the first ones were not there', async () => {
    const registry = await startMemoryRegistry();
    expect(await sendAll(registry, blobsOf(20, 100))).toEqual({ questions: 6, sent: 20 });
    expect(registry.blobs.size).toBe(20);
  });

  it('are asked for where one was there: an interrupted run left the first ones', async () => {
    const registry = await startMemoryRegistry();
    const blobs = blobsOf(20, 100);
    blobs.slice(0, 8).forEach((bytes) => registry.addBlob(bytes));
    expect(await sendAll(registry, blobs)).toEqual({ questions: 20, sent: 12 });
  });

  it('that are not so tiny are asked for, whatever the others said', async () => {
    const registry = await startMemoryRegistry();
    const last = Buffer.alloc(100_000, 'z');
    registry.addBlob(last);
    expect(await sendAll(registry, [...blobsOf(10, 100), last])).toEqual({ questions: 7, sent: 10 });
  });
});
