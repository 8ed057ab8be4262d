import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SwrctlError } from '../base/errors.ts';
import { createTemporaryFolder } from '../base/temporary-folder.ts';
import { createBackground } from './domain/background.ts';
import { openBlobStore } from './store/blob-store.ts';
import type { Clock } from './domain/clock.ts';
import { openDatabase } from './store/database.ts';
import { JOURNAL, prepareDataFolder } from './store/data-folder.ts';
import { lockFolder } from './store/data-lock.ts';
import { createInstanceHosts } from './enterprise/hosts.ts';
import { createTokenIssuer } from './registry/token.ts';
import { openUploads } from './store/uploads.ts';
import type { World } from './domain/world.ts';

/** Steps to undo, to be done last to first. */
export type Closers = (() => Promise<void>)[];

/** What a world is opened with. */
export interface WorldOptions extends Pick<World, 'quirks' | 'quotas' | 'random' | 'triggerUrl' | 'jobTimeMs'> {
  readonly clock: Clock;
  /** Default: a temporary folder that goes away with the emulator. */
  readonly dataDir: string | undefined;
}

/**
 * @throws {SwrctlError} DISK for a data folder that cannot be used, or that another emulator uses; OUTPUT_EXISTS for one
 *   that holds other things.
 */
export async function openWorld({ clock, dataDir, ...rest }: WorldOptions, closers: Closers): Promise<World> {
  const dir = await prepareDir(dataDir, closers);
  const database = await openDatabase(dataDir === undefined ? undefined : join(dir, JOURNAL));
  closers.push(database.close);
  const blobs = await openBlobStore(dir, dataDir !== undefined);
  const uploads = openUploads(blobs);
  closers.push(uploads.close);
  const background = createBackground();
  closers.push(background.close);
  const hosts = createInstanceHosts();
  closers.push(hosts.closeAll);
  const { now, signingTimes } = clock;
  return { ...rest, now, signingTimes, database, blobs, uploads, background, hosts, tokens: createTokenIssuer() };
}

async function prepareDir(dataDir: string | undefined, closers: Closers): Promise<string> {
  if (dataDir !== undefined) {
    await prepareDataFolder(dataDir);
    closers.push(await lockFolder(dataDir));
    return dataDir;
  }
  try {
    const folder = createTemporaryFolder(tmpdir(), 'swr-emulator-');
    closers.push(folder.remove);
    return folder.path;
  } catch (cause) {
    throw new SwrctlError('DISK', `${tmpdir()} cannot be written to`, {
      hint: 'Set TMPDIR to another folder, or keep the state in one of yours with --data FOLDER',
      cause,
    });
  }
}
