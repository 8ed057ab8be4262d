import { lstat, realpath } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import type { Writable } from 'node:stream';
import type { ArchiveSink } from '../../../archive/write/archive-sink.ts';
import { createDockerArchive } from '../../../archive/write/docker-archive-sink.ts';
import { followLinks } from '../../../archive/output/follow-links.ts';
import { createOciArchive, createOciLayout } from '../../../archive/write/oci-sink.ts';
import { endOutputStream, findOutput, openOutputStream, type OutputPlace } from '../../../archive/output/stream.ts';
import { SwrctlError } from '../../../base/errors.ts';
import { shortHex } from '../../../model/digest.ts';
import type { Reference } from '../../../model/reference.ts';
import type { Context } from '../../../app/world.ts';
import type { PullFormat } from './pull-options.ts';
import type { PullOptions } from './pull-options.ts';

/** Where a pull goes. */
export interface PullOutput {
  readonly sink: ArchiveSink;
  /** For messages and JSON; absent for stdout, where nothing but the archive may be. */
  readonly file?: string;
  /** True where a reader may go away before the end. */
  readonly isStream: boolean;
  /** True where the working directory becomes another one: a shell in it still sees the old one. */
  readonly isFolderReplaced: boolean;
}

/**
 * Finds out what `-o` means, before anything is asked.
 *
 * @throws {SwrctlError} USAGE for what a format cannot go to.
 */
export async function findPullOutput({ world }: Context, { output, format }: PullOptions): Promise<OutputPlace> {
  if (output === undefined) return { kind: 'path' };
  const refuse = (message: string, hint: string) => {
    throw new SwrctlError('USAGE', message, { hint });
  };
  if (output === '') refuse('-o names no file', 'Give one, or "-" for stdout; perhaps a variable is empty');
  const place: OutputPlace = output === '-' ? { kind: 'stdout' } : await findOutput(resolve(world.cwd, output));
  if (place.kind !== 'path' && format === 'oci') {
    refuse(`A directory cannot go to ${output === '-' ? 'stdout' : output}`, 'Use --format oci-archive');
  }
  if (place.kind === 'stdout' && world.stdout.isTTY === true) {
    refuse('An archive is no text for a terminal', 'Redirect stdout: swrctl pull … -o - > FILE, or give a file to -o');
  }
  return place;
}

/**
 * Opens the output of a pull, which gets nothing yet but a folder beside it.
 *
 * @throws {SwrctlError} USAGE for a terminal; OUTPUT_EXISTS, DISK
 */
export async function openPullOutput(
  context: Context,
  place: OutputPlace,
  options: PullOptions,
  [first]: readonly Reference[],
  signal: AbortSignal,
): Promise<PullOutput> {
  const { world } = context;
  const { output = defaultName(first, options.format), format, force, resume } = options;
  const file = resolve(world.cwd, output);
  if (place.kind === 'path') {
    await requireNotOwn(context, file);
    const sink = await createSink(format, file, { force, resume, signal, owner: world.lockOwner });
    return { sink, file, isStream: false, isFolderReplaced: await isWithin(file, world.cwd) };
  }
  if (place.kind === 'stdout') {
    return { sink: await createSink(format, world.stdout, { signal }), isStream: true, isFolderReplaced: false };
  }
  const onWait = (): void => context.output().note(`Waiting for somebody to read ${output}`);
  const stream = await openOutputStream(place, { signal, onWait });
  const sink = closing(await createSink(format, stream, { signal }), stream);
  return { sink, file, isStream: true, isFolderReplaced: false };
}

async function isWithin(folder: string, path: string): Promise<boolean> {
  const [outer, inner] = await Promise.all([folder, path].map((one) => realpath(one).catch(() => one)));
  return outer === inner || inner?.startsWith(`${outer}${sep}`) === true;
}

/** Last repository segment, `_`, tag or short digest. */
function defaultName(first: Reference | undefined, format: PullFormat): string {
  const segment = first?.repository.split('/').at(-1) ?? 'image';
  const suffix = first?.digest === undefined ? (first?.tag ?? 'latest') : (first.tag ?? shortHex(first.digest));
  return `${segment}_${suffix}${format === 'oci' ? '' : '.tar'}`;
}

type SinkOptions = Parameters<typeof createDockerArchive>[1];

function createSink(format: PullFormat, target: string | Writable, options: SinkOptions): Promise<ArchiveSink> {
  if (format === 'docker-archive') return createDockerArchive(target, options);
  if (format === 'oci-archive' || typeof target !== 'string') return createOciArchive(target, options);
  return createOciLayout(target, options);
}

/** The same sink, which also ends the stream that it writes to. */
function closing(sink: ArchiveSink, stream: Writable): ArchiveSink {
  const stop = <T>(end: () => Promise<T>): Promise<T> => end().finally(() => stream.destroy());
  return {
    ...sink,
    commit: () => stop(() => sink.commit().then(() => endOutputStream(stream))),
    discard: () => stop(sink.discard),
    keep: () => stop(sink.keep),
  };
}

/** What swrctl keeps in its folders for settings and caches. */
const OWN_NAMES = new Set(
  ['config.json', 'profiles', 'secrets', 'written.json', 'layer-record.key', 'logins', 'layers', 'compiled'], //
);

/** An image in the place of a profile would lock its owner out. */
async function requireNotOwn(context: Context, file: string): Promise<void> {
  const { path } = await followLinks(file);
  if ((await lstat(path).catch(() => undefined)) === undefined) return;
  const { configDir, cacheDir } = await context.settings();
  for (const folder of [configDir, cacheDir]) {
    const inside = relative(await realpath(folder).catch(() => folder), path);
    if (inside !== '' && !OWN_NAMES.has(inside.split(sep)[0] ?? '')) continue;
    throw new SwrctlError('OUTPUT_EXISTS', `${path} is where swrctl keeps its own files, so it is not replaced`, {
      hint: 'Choose another folder',
    });
  }
}
