import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder of the running test's own, removed with it. */
export async function tempDir(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'swrctl-test-'));
  // A program that was left to itself may be writing what Node keeps of its code.
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }));
  return folder;
}

/** A file with these bytes in a folder of its own. */
export async function tempFile(bytes: Buffer | string, name = 'archive'): Promise<string> {
  const path = join(await tempDir(), name);
  await writeFile(path, bytes);
  return path;
}
