import type { Emulator } from '../../../src/emulator/emulator.ts';
import {
  digestOf,
  imageManifest,
  OCI_INDEX,
  OCI_MANIFEST,
  registryCalls,
  type RegistryCalls,
} from '../../support/registry-calls.ts';

/** Calls to the registry of an instance, by default the first one, with a token for one repository. */
export async function instanceCalls({ info }: Emulator, repository: string, index = 0): Promise<RegistryCalls> {
  const instance = info.instances[index];
  if (instance === undefined) throw new Error('there is no such instance');
  const origin = `http://${instance.host}`;
  const authorization = `Basic ${Buffer.from(`${instance.userId}:${instance.authToken}`).toString('base64')}`;
  const scope = `repository:${repository}:pull,push,delete`;
  const reply = await fetch(`${origin}/service/token?service=harbor-registry&scope=${scope}`, {
    headers: { authorization },
  });
  return registryCalls(origin, ((await reply.json()) as { token: string }).token);
}

/** What is pushed beside a plain layer. */
export interface PushOptions {
  readonly config?: string;
  /** More of the manifest, such as its subject. */
  readonly more?: Record<string, unknown>;
  readonly index?: number;
}

/** Pushes one image of its own content under some tags, or by digest without any; its digest. */
export async function pushTo(
  emulator: Emulator,
  repository: string,
  tags: readonly string[],
  { config = '{}', more = {}, index = 0 }: PushOptions = {},
): Promise<string> {
  const calls = await instanceCalls(emulator, repository, index);
  const layer = `${repository} ${tags.join(' ')} ${JSON.stringify(more)}`;
  await calls.upload(repository, config);
  await calls.upload(repository, layer);
  const manifest = { ...(imageManifest(OCI_MANIFEST, config, layer) as Record<string, unknown>), ...more };
  return putAll(calls, repository, tags, OCI_MANIFEST, manifest);
}

/** Pushes an index of manifests that are there. */
export async function pushIndexTo(
  emulator: Emulator,
  repository: string,
  tags: readonly string[],
  children: readonly { digest: string; size: number }[],
): Promise<string> {
  const calls = await instanceCalls(emulator, repository);
  const manifests = children.map((child) => ({ mediaType: OCI_MANIFEST, ...child }));
  return putAll(calls, repository, tags, OCI_INDEX, { schemaVersion: 2, mediaType: OCI_INDEX, manifests });
}

async function putAll(
  calls: RegistryCalls,
  repository: string,
  tags: readonly string[],
  type: string,
  manifest: unknown,
): Promise<string> {
  const digest = digestOf(JSON.stringify(manifest));
  for (const key of tags.length === 0 ? [digest] : tags) {
    const reply = await calls.putManifest(repository, key, type, manifest);
    if (reply.status !== 201) throw new Error(`push of ${repository}:${key}: ${reply.status} ${reply.text}`);
  }
  return digest;
}
