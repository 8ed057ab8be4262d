import type { TestEmulator } from '../../support/emulator.ts';
import {
  digestOf,
  imageManifest,
  OCI_MANIFEST,
  registryCalls,
  type RegistryCalls,
} from '../../support/registry-calls.ts';

/** The registry of the first instance, with its long-term credential. */
export interface InstanceRegistry extends RegistryCalls {
  /** Pushes an image whose layer has this text; resolves with its digest, or the refusal. */
  readonly push: (
    repository: string,
    tag: string,
    layer: string,
  ) => Promise<{ readonly digest: string; readonly status: number; readonly code?: string; readonly message?: string }>;
  readonly pull: (repository: string, reference: string) => ReturnType<RegistryCalls['call']>;
}

export function registryOf({ info }: TestEmulator): InstanceRegistry {
  const { host = '', userId = '', authToken = '' } = info.instances[0] ?? {};
  const authorization = `Basic ${Buffer.from(`${userId}:${authToken}`).toString('base64')}`;
  const bare = registryCalls(`http://${host}`);
  const call: RegistryCalls['call'] = (method, path, init = {}) => {
    const headers = new Headers(init.headers);
    headers.set('authorization', authorization);
    return bare.call(method, path, { ...init, headers });
  };
  const putManifest: RegistryCalls['putManifest'] = (repository, key, type, manifest) =>
    call('PUT', `/v2/${repository}/manifests/${key}`, {
      body: typeof manifest === 'string' ? manifest : JSON.stringify(manifest),
      headers: { 'content-type': type },
    });
  const upload: RegistryCalls['upload'] = async (repository, bytes) => {
    const started = await call('POST', `/v2/${repository}/blobs/uploads/`);
    const location = started.headers.get('location') ?? '';
    const mark = location.includes('?') ? '&' : '?';
    return call('PUT', `${location}${mark}digest=${digestOf(bytes)}`, {
      body: bytes,
      headers: { 'content-type': 'application/octet-stream' },
    });
  };
  return {
    call,
    upload,
    putManifest,
    push: async (repository, tag, layer) => {
      const manifest = imageManifest(OCI_MANIFEST, '{}', layer);
      for (const blob of ['{}', layer]) await upload(repository, blob);
      const { status, error } = await putManifest(repository, tag, OCI_MANIFEST, manifest);
      return { digest: digestOf(JSON.stringify(manifest)), status, ...error };
    },
    pull: (repository, reference) =>
      call('GET', `/v2/${repository}/manifests/${reference}`, { headers: { accept: '*/*' } }),
  };
}
