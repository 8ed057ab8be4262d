import { createHash } from 'node:crypto';

export const DOCKER_MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';
export const DOCKER_LIST = 'application/vnd.docker.distribution.manifest.list.v2+json';
export const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
export const OCI_INDEX = 'application/vnd.oci.image.index.v1+json';

export const digestOf = (bytes: Uint8Array | string): string =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** One answer, with its body read. */
export interface RegistryAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Code and message of the first error in the body. */
  readonly error: { code?: string; message?: string };
}

export interface RegistryCalls {
  readonly call: (method: string, path: string, init?: RequestInit) => Promise<RegistryAnswer>;
  /** POST and PUT of one blob. */
  readonly upload: (repository: string, bytes: Uint8Array | string) => Promise<RegistryAnswer>;
  readonly putManifest: (repository: string, key: string, type: string, manifest: unknown) => Promise<RegistryAnswer>;
}

/** Plain registry calls by hand, with a fixed Authorization. Redirects are not followed. */
export function registryCalls(origin: string, token?: string): RegistryCalls {
  const call: RegistryCalls['call'] = async (method, path, init = {}) => {
    const headers = new Headers(init.headers);
    if (token !== undefined && !headers.has('authorization')) headers.set('authorization', `Bearer ${token}`);
    const url = path.startsWith('http') ? path : `${origin}${path}`;
    const reply = await fetch(url, { ...init, method, headers, redirect: 'manual' });
    const text = await reply.text();
    const isJson = reply.headers.get('content-type')?.includes('json') === true && text.includes('"errors"');
    const errors = isJson ? (JSON.parse(text) as { errors?: { code: string; message: string }[] }).errors : undefined;
    return { status: reply.status, headers: reply.headers, text, error: errors?.[0] ?? {} };
  };
  return {
    call,
    upload: async (repository, bytes) => {
      const started = await call('POST', `/v2/${repository}/blobs/uploads/`);
      return call('PUT', withDigest(started.headers.get('location') ?? '', digestOf(bytes)), {
        body: bytes,
        headers: { 'content-type': 'application/octet-stream' },
      });
    },
    putManifest: (repository, key, type, manifest) =>
      call('PUT', `/v2/${repository}/manifests/${key}`, {
        body: typeof manifest === 'string' ? manifest : JSON.stringify(manifest),
        headers: { 'content-type': type },
      }),
  };
}

/** Appends the digest to an upload location, which has a query already. */
export function withDigest(location: string, digest: string): string {
  return `${location}${location.includes('?') ? '&' : '?'}digest=${digest}`;
}

/** A manifest of one config and one layer. */
export function imageManifest(type: string, config: string, layer: string): unknown {
  const isOci = type === OCI_MANIFEST;
  return {
    schemaVersion: 2,
    mediaType: type,
    config: {
      mediaType: isOci ? 'application/vnd.oci.image.config.v1+json' : 'application/vnd.docker.container.image.v1+json',
      size: config.length,
      digest: digestOf(config),
    },
    layers: [
      {
        mediaType: isOci
          ? 'application/vnd.oci.image.layer.v1.tar+gzip'
          : 'application/vnd.docker.image.rootfs.diff.tar.gzip',
        size: layer.length,
        digest: digestOf(layer),
      },
    ],
  };
}

/** A list or index of manifests given as JSON values, all for linux/amd64 unless said otherwise. */
export function manifestList(
  type: string,
  children: readonly { type: string; manifest: unknown; architecture?: string; os?: string }[],
): unknown {
  return {
    schemaVersion: 2,
    mediaType: type,
    manifests: children.map(({ type: mediaType, manifest, architecture = 'amd64', os = 'linux' }) => {
      const text = JSON.stringify(manifest);
      return { mediaType, size: text.length, digest: digestOf(text), platform: { os, architecture } };
    }),
  };
}
