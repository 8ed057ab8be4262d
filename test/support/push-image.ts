import type { TestEmulator } from './emulator.ts';
import { DOCKER_MANIFEST, digestOf, imageManifest, registryCalls } from './registry-calls.ts';

/** Pushes one image of its own content under some tags; its digest. Pushing the same content again is a new push. */
export async function pushImage(
  emulator: Pick<TestEmulator, 'url' | 'token'>,
  repository: string,
  tags: readonly string[],
  content = tags.join(' '),
  login?: { user: string; password: string },
): Promise<string> {
  const calls = registryCalls(emulator.url, await emulator.token([`repository:${repository}:pull,push`], login));
  await calls.upload(repository, '{}');
  await calls.upload(repository, content);
  const manifest = imageManifest(DOCKER_MANIFEST, '{}', content);
  for (const tag of tags) {
    const reply = await calls.putManifest(repository, tag, DOCKER_MANIFEST, manifest);
    if (reply.status !== 201) throw new Error(`push of ${repository}:${tag}: ${reply.status} ${reply.text}`);
  }
  return digestOf(JSON.stringify(manifest));
}
