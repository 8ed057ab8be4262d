import { SwrctlError } from '../../../base/errors.ts';
import type { Context } from '../../../app/world.ts';
import { openTextOutput, type WriteText } from '../../shared/text-output.ts';
import type { PushOptions } from './push-options.ts';
import type { PushedTag } from '../send/view.ts';

/** Writes what `--digest-file` and `--digest-map` ask for. */
export type RecordDigests = (pushed: readonly PushedTag[]) => Promise<void>;

/** @throws {SwrctlError} as openTextOutput does, before anything is pushed. */
export async function openDigestFiles(
  context: Context,
  { digestFile, digestMap }: PushOptions,
): Promise<RecordDigests> {
  const writeFile = digestFile === undefined ? undefined : await openTextOutput(context, digestFile, '--digest-file');
  const writeMap = digestMap === undefined ? undefined : await openTextOutput(context, digestMap, '--digest-map');
  return async (pushed) => {
    await write(writeFile, digestFile, () => digestLines(pushed));
    await write(writeMap, digestMap, () => digestMapText(pushed));
  };
}

async function write(writeText: WriteText | undefined, file: string | undefined, text: () => string): Promise<void> {
  try {
    await writeText?.(text());
  } catch (cause) {
    if (cause instanceof SwrctlError && cause.code !== 'DISK') throw cause;
    throw new SwrctlError('DISK', `Cannot write ${file ?? ''}`, {
      hint: 'The images are pushed; check the path',
      cause,
    });
  }
}

/** One digest per line, each once, as `skopeo copy --digestfile` writes it. */
function digestLines(pushed: readonly PushedTag[]): string {
  const digests = new Set(pushed.map(({ digest }) => digest));
  return [...digests].map((digest) => `${digest}\n`).join('');
}

/** `{"old digest": "new digest"}` of all images whose digest is known on both sides. */
function digestMapText(pushed: readonly PushedTag[]): string {
  const entries = pushed.flatMap(({ sourceDigest, digest }) => (sourceDigest === null ? [] : [[sourceDigest, digest]]));
  return `${JSON.stringify(Object.fromEntries(entries), undefined, 2)}\n`;
}
