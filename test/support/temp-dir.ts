import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder of the running test's own, removed with it. */
export async function tempDir(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'swrctl-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A file with these bytes in a folder of its own. */
export async function tempFile(bytes: Buffer | string, name = 'archive'): Promise<string> {
  const path = join(await tempDir(), name);
  await writeFile(path, bytes);
  return path;
}
