import { writeFile } from 'node:fs/promises';
import { SwrctlError } from '../../errors.ts';
import type { PushOptions } from './push.ts';
import type { PushedTag } from './send-options.ts';

async function write(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (cause) {
    throw new SwrctlError('DISK', `Cannot write ${file}`, { hint: 'The images are pushed; check the path', cause });
  }
}

/** One digest per line, each once, as `skopeo copy --digestfile` writes it. */
export async function writeDigestFile({ digestFile }: PushOptions, pushed: readonly PushedTag[]): Promise<void> {
  if (digestFile === undefined) return;
  const digests = new Set(pushed.map(({ digest }) => digest));
  await write(digestFile, [...digests].map((digest) => `${digest}\n`).join(''));
}

/** `{"old digest": "new digest"}` of all images whose digest is known on both sides. */
export async function writeDigestMap({ digestMap }: PushOptions, pushed: readonly PushedTag[]): Promise<void> {
  if (digestMap === undefined) return;
  const entries = pushed.flatMap(({ sourceDigest, digest }) => (sourceDigest === null ? [] : [[sourceDigest, digest]]));
  await write(digestMap, `${JSON.stringify(Object.fromEntries(entries), undefined, 2)}\n`);
}
