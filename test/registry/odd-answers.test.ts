import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { digestOf } from '../../src/model/digest.ts';
import { parseManifest } from '../../src/model/manifest.ts';
import { downloadBlob } from '../../src/registry/download.ts';
import { putManifest } from '../../src/registry/manifest.ts';
import { openRepository } from '../../src/registry/repository.ts';
import { OCI_MANIFEST, imageManifest } from '../support/registry-calls.ts';
import { sendJson, startServer, type Script } from '../support/scripted-server.ts';
import { testHost } from '../support/test-host.ts';

const bytes = randomBytes(2_500_000);
const blob = { mediaType: 'application/octet-stream', digest: digestOf(bytes), size: bytes.length };
const open = (offset = 0) => Promise.resolve(Readable.from([bytes.subarray(offset)]));

/** A registry that opens uploads with `headers`, and takes a PATCH only if `isTaken`, else answers `refusal`. */
async function startPicky(headers: Record<string, string>, refusal: number, isTaken: (length: number) => boolean) {
  const taken: Buffer[] = [];
  const lengths: number[] = [];
  const script: Script = ({ method, url, headers: sent, body }, response) => {
    const location = '/v2/a/b/blobs/uploads/1';
    if (url === '/v2/') return void response.end('{}');
    if (method === 'HEAD' || method === 'GET') return void response.writeHead(404).end();
    if (method === 'POST') return void response.writeHead(202, { location, ...headers }).end();
    if (method === 'PUT') return void response.writeHead(201).end();
    lengths.push(body.length);
    if (sent['content-range'] === undefined || !isTaken(body.length)) return void response.writeHead(refusal).end();
    taken.push(body);
    response.writeHead(202, { location }).end();
  };
  const { host } = await startServer(script);
  return { host, lengths, stored: () => Buffer.concat(taken) };
}

describe('a registry that takes no long body', () => {
  it.each([413, 416])('and says how long pieces are to be gets them so: %i', async (status) => {
    const registry = await startPicky({ 'oci-chunk-min-length': '1000000' }, status, () => true);
    await openRepository(testHost(registry.host), 'a/b').push(blob, open);
    expect(registry.lengths).toEqual([2_500_000, 1_000_000, 1_000_000, 500_000]);
    expect(registry.stored().equals(bytes)).toBe(true);
  });

  it('and takes no smaller pieces than it says gets larger ones than were asked for', async () => {
    const registry = await startPicky({ 'oci-chunk-min-length': '2000000' }, 416, () => true);
    await openRepository(testHost(registry.host), 'a/b', { chunkSize: 1000 }).push(blob, open);
    expect(registry.lengths).toEqual([2_000_000, 500_000]);
  });

  it.each([{}, { 'oci-chunk-min-length': 'many' }, { 'oci-chunk-min-length': '99999999999' }])(
    'and says nothing of use (%j) is an error that names the way out',
    async (headers) => {
      const registry = await startPicky(headers, 413, () => false);
      await expect(openRepository(testHost(registry.host), 'a/b').push(blob, open)).rejects.toMatchObject({
        hint: expect.stringContaining('--chunk-size') as string,
      });
    },
  );

  it('and refuses the pieces too is given up', async () => {
    const registry = await startPicky({ 'oci-chunk-min-length': '1000000' }, 413, () => false);
    await expect(openRepository(testHost(registry.host), 'a/b').push(blob, open)).rejects.toMatchObject({
      service: { status: 413 },
    });
    expect(registry.lengths).toEqual([2_500_000, 1_000_000]);
  });
});

describe('a manifest', () => {
  it.each([200, 201, 202, 204])('is stored when the registry answers %i', async (status) => {
    const { host } = await startServer(
      ({ method }, response) => void response.writeHead(method === 'PUT' ? status : 200).end(),
    );
    const text = Buffer.from(JSON.stringify(imageManifest(OCI_MANIFEST, '{}', 'x')));
    await putManifest({ host: testHost(host), repository: 'a/b', key: 'v1' }, parseManifest(text, OCI_MANIFEST, 'it'));
  });
});

describe('a blob that comes with Content-Encoding: gzip', () => {
  const ask = async (body: Buffer, size?: number) => {
    const script: Script = ({ url }, response) => {
      if (url === '/v2/') return sendJson(response, 200, {});
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': body.length }).end(body);
    };
    const { host } = await startServer(script);
    return buffer(await downloadBlob({ host: testHost(host), repository: 'a/b', digest: blob.digest, size }));
  };

  it('was packed for the way when it has another length than the blob', async () => {
    expect((await ask(gzipSync('{"a":1}'), 7)).toString()).toBe('{"a":1}');
  });

  it('is a layer that is gzip itself when it has the length of the blob', async () => {
    const layer = gzipSync('layer');
    expect((await ask(layer, layer.length)).equals(layer)).toBe(true);
  });
});
