import type { TestEmulator } from '../../support/emulator.ts';
import { digestOf, imageManifest, OCI_MANIFEST, type RegistryAnswer } from '../../support/registry-calls.ts';
import { instanceCalls } from './pushes.ts';

/** The registry of the first instance, as one who may do everything there sees it, refusals and all. */
export interface InstanceRegistry {
  /** Pushes an image whose layer has this text; without a tag by digest. */
  readonly push: (
    repository: string,
    tag: string | undefined,
    layer: string,
  ) => Promise<{ readonly digest: string; readonly status: number; readonly code?: string; readonly message?: string }>;
  readonly putManifest: (repository: string, tag: string, type: string, manifest: unknown) => Promise<RegistryAnswer>;
  readonly pull: (repository: string, reference: string) => Promise<RegistryAnswer>;
  readonly remove: (repository: string, digest: string) => Promise<RegistryAnswer>;
}

export function registryOf(emulator: TestEmulator): InstanceRegistry {
  return {
    putManifest: async (repository, tag, type, manifest) =>
      (await instanceCalls(emulator, repository)).putManifest(repository, tag, type, manifest),
    push: async (repository, tag, layer) => {
      const calls = await instanceCalls(emulator, repository);
      const manifest = imageManifest(OCI_MANIFEST, '{}', layer);
      const digest = digestOf(JSON.stringify(manifest));
      for (const blob of ['{}', layer]) await calls.upload(repository, blob);
      const { status, error } = await calls.putManifest(repository, tag ?? digest, OCI_MANIFEST, manifest);
      return { digest, status, ...error };
    },
    pull: async (repository, reference) =>
      (await instanceCalls(emulator, repository)).call('GET', `/v2/${repository}/manifests/${reference}`, {
        headers: { accept: '*/*' },
      }),
    remove: async (repository, digest) =>
      (await instanceCalls(emulator, repository)).call('DELETE', `/v2/${repository}/manifests/${digest}`),
  };
}
