import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { sendJson, startServer, type ScriptedServer, type SeenRequest } from './scripted-server.ts';

/** A registry that holds whatever it is given, so that tests can make it hold what no real one would. */
export interface MemoryRegistry extends ScriptedServer {
  /** By `repository:tag` and `repository@digest`. */
  readonly manifests: Map<string, StoredManifest>;
  /** By digest, the same in every repository. */
  readonly blobs: Map<string, Buffer>;
  /** Stores under its digest and, where there is one, under a tag. Gives the digest. */
  readonly put: (repository: string, bytes: Buffer | string, type: string, tag?: string) => string;
  readonly addBlob: (bytes: Buffer | string, algorithm?: 'sha256' | 'sha512') => string;
  /** Requests by method and path, `/v2/` left out. */
  readonly asked: () => string[];
}

interface StoredManifest {
  readonly bytes: Buffer;
  readonly type: string;
}

/** Answers a request in another way than a good registry would. @returns true when it did. */
export type Oddity = (request: SeenRequest, response: ServerResponse) => boolean;

const hash = (algorithm: string, bytes: Buffer | string): string =>
  `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;

export async function startMemoryRegistry(oddity: Oddity = () => false): Promise<MemoryRegistry> {
  const manifests = new Map<string, StoredManifest>();
  const blobs = new Map<string, Buffer>();
  const uploads = new Map<string, Buffer>();
  const put: MemoryRegistry['put'] = (repository, content, type, tag) => {
    const bytes = Buffer.from(content);
    const digest = hash('sha256', bytes);
    manifests.set(`${repository}@${digest}`, { bytes, type });
    if (tag !== undefined) manifests.set(`${repository}:${tag}`, { bytes, type });
    return digest;
  };
  const manifestAt = (repository: string, key: string) =>
    manifests.get(`${repository}${key.includes(':') ? '@' : ':'}${key}`);

  const answerManifest = (request: SeenRequest, response: ServerResponse, repository: string, key: string): void => {
    if (request.method === 'PUT') {
      const tag = key.includes(':') ? undefined : key;
      if (key.startsWith('sha512:'))
        manifests.set(`${repository}@${key}`, { bytes: request.body, type: request.headers['content-type'] ?? '' });
      const digest = put(repository, request.body, request.headers['content-type'] ?? '', tag);
      response.writeHead(201, { 'docker-content-digest': digest }).end();
      return;
    }
    const found = manifestAt(repository, key);
    if (found === undefined) return sendJson(response, 404, { errors: [{ code: 'MANIFEST_UNKNOWN' }] });
    if (request.method === 'DELETE') {
      // By digest an image goes with its tags; by tag it stays, as the standard says.
      for (const [name, { bytes }] of manifests) {
        const isTag = !key.includes(':') && name === `${repository}:${key}`;
        const isImage = key.includes(':') && name.startsWith(repository) && bytes.equals(found.bytes);
        if (isTag || isImage) manifests.delete(name);
      }
      return void response.writeHead(202).end();
    }
    const headers = { 'content-type': found.type, 'docker-content-digest': hash('sha256', found.bytes) };
    response.writeHead(200, { ...headers, 'content-length': found.bytes.length }).end(found.bytes);
  };
  const answerBlob = ({ headers }: SeenRequest, response: ServerResponse, digest: string): void => {
    const bytes = blobs.get(digest);
    if (bytes === undefined) return sendJson(response, 404, { errors: [{ code: 'BLOB_UNKNOWN' }] });
    const last = /^bytes=0-(\d+)$/.exec(headers.range ?? '')?.[1];
    if (last === undefined) return void response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
    const part = bytes.subarray(0, Number(last) + 1);
    response.writeHead(206, { 'content-range': `bytes 0-${part.length - 1}/${bytes.length}` }).end(part);
  };
  const answerUpload = ({ method, url, body }: SeenRequest, response: ServerResponse, id: string): void => {
    if (method === 'POST') {
      const fresh = String(uploads.size + 1);
      uploads.set(fresh, Buffer.alloc(0));
      response.writeHead(202, { location: `${url.split('?')[0] ?? ''}${fresh}` }).end();
      return;
    }
    const bytes = Buffer.concat([uploads.get(id) ?? Buffer.alloc(0), body]);
    uploads.set(id, bytes);
    if (method === 'PATCH') return void response.writeHead(202, { location: url }).end();
    const digest = new URLSearchParams(url.split('?')[1]).get('digest') ?? '';
    if (hash(digest.split(':')[0] ?? '', bytes) !== digest) return sendJson(response, 400, {});
    blobs.set(digest, bytes);
    response.writeHead(201).end();
  };

  const server = await startServer((request, response) => {
    if (request.url === '/v2/') return void response.writeHead(200).end();
    if (oddity(request, response)) return undefined;
    const [path = ''] = request.url.split('?');
    const [, repository = '', kind, rest = ''] =
      /^\/v2\/(.+?)\/(manifests|blobs\/uploads|blobs|tags)\/(.*)$/.exec(path) ?? [];
    if (kind === 'manifests') return answerManifest(request, response, repository, rest);
    if (kind === 'blobs/uploads') return answerUpload(request, response, rest);
    if (kind === 'blobs') return answerBlob(request, response, rest);
    const prefix = `${repository}:`;
    const tags = [...manifests.keys()].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
    return kind === 'tags' ? sendJson(response, 200, { name: repository, tags }) : sendJson(response, 404, {});
  });
  return {
    ...server,
    manifests,
    blobs,
    put,
    addBlob: (content, algorithm = 'sha256') => {
      const bytes = Buffer.from(content);
      const digest = hash(algorithm, bytes);
      blobs.set(digest, bytes);
      return digest;
    },
    asked: () =>
      server.seen.filter(({ url }) => url !== '/v2/').map(({ method, url }) => `${method} ${url.split('?')[0] ?? ''}`),
  };
}
