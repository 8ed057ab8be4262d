import { adminRoutes } from './server/admin-routes.ts';
import { createAnswer, createBlobOrigin } from './server/answer.ts';
import { createCallLog, type LoggedCall } from './server/call-log.ts';
import { createClock } from './domain/clock.ts';
import { collectContent } from './domain/content-collection.ts';
import { describeEmulator, type EmulatorInfo } from './emulator-info.ts';
import { createFaultBox, parseFault } from './server/faults.ts';
import { createHousekeeping } from './domain/housekeeping.ts';
import { isLoopback, isWildcard } from './server/loopback.ts';
import { openWorld, type Closers } from './open-world.ts';
import { chooseQuirks, type QuirkName } from './domain/quirks.ts';
import { parseQuotas } from './domain/quotas.ts';
import { plantInstances, seedInstance } from './enterprise/seed.ts';
import { settleInstances } from './enterprise/jobs.ts';
import { plantSeed } from './seed.ts';
import { listen, type Answer, type Listener } from './server/server.ts';
import { createSurfaces } from './server/surfaces.ts';
import { resumeSyncs } from './domain/sync.ts';
import type { World } from './domain/world.ts';

export interface EmulatorOptions {
  /** Address to listen on. Default 127.0.0.1. */
  readonly host?: string;
  /** Default 5050; 0 takes a free one. */
  readonly port?: number;
  /** Where everything is kept. Default: a temporary folder that goes away with the emulator. */
  readonly dataDir?: string;
  readonly quirks?: Partial<Record<QuirkName, boolean>>;
  /** By key: namespace (5), layer (bytes, 10 GiB), repository and tag (no limit). */
  readonly quotas?: Readonly<Record<string, number>>;
  /** `KIND[:METHOD[:PATHGLOB]][=N%|@COUNT]` */
  readonly faults?: readonly string[];
  /** Where fired triggers are reported to, with POST. */
  readonly triggerUrl?: string | undefined;
  /** YAML text: organizations, repositories and instances to begin with. */
  readonly seed?: string;
  /** Names of instances of the enterprise edition to begin with. */
  readonly instances?: readonly string[];
  /** How long their jobs take, in milliseconds. Default 1000. */
  readonly jobTimeMs?: number;
  readonly now?: () => Date;
  readonly random?: () => number;
  /** Called when other machines can reach it, before anybody hears where it is. */
  readonly onOpen?: () => void;
  /** Called for each call when it is answered, but for the emulator's own controls. */
  readonly onCall?: (call: LoggedCall) => void;
}

export type { EmulatorInfo, LoggedCall };

export interface Emulator {
  readonly info: EmulatorInfo;
  readonly close: () => Promise<void>;
}

export const DEFAULT_PORT = 5050;

const jobTimeOf = ({ jobTimeMs = 1000 }: EmulatorOptions): number => jobTimeMs;

/**
 * Starts a whole SWR on one port: registry, token server, management API and IAM.
 *
 * @throws {SwrctlError} USAGE for a wrong fault or quota, NETWORK for a taken port, DISK for an unusable data folder.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { host = '127.0.0.1', port = DEFAULT_PORT, dataDir, triggerUrl } = options;
  const clock = createClock(options.now ?? (() => new Date()));
  const random = options.random ?? Math.random;
  const faults = createFaultBox((options.faults ?? []).map(parseFault), random);
  const quirks = chooseQuirks(options.quirks);
  const quotas = parseQuotas(options.quotas ?? {});
  const closers: Closers = [];
  const close = async (): Promise<void> => {
    for (const step of closers.splice(0).reverse()) await step();
  };
  try {
    const trigger = triggerUrl === undefined ? {} : { triggerUrl };
    const opened = await openWorld(
      { clock, dataDir, quirks, quotas, random, jobTimeMs: jobTimeOf(options), ...trigger },
      closers,
    );
    const world = await withBlobOrigin(opened, host, closers);
    const reset = await beginWorld(world, options);
    const log = createCallLog(options.onCall);
    const housekeep = createHousekeeping(world);
    const admin = adminRoutes({ info: () => info, log, faults, clock, housekeep, reset, host });
    const answer = createAnswer({ world, surfaces: createSurfaces(world, admin), faults, log, housekeep });
    const listener = await listen(answer, host, port);
    closers.push(listener.close);
    await openInstances(world, answer, listener);
    const info = describeEmulator(world, host, listener.port); // nobody can call before this line
    if (!isLoopback(listener.address)) options.onOpen?.();
    return { info, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Gives instances addresses of their own beside that of the emulator. */
async function openInstances(world: World, answer: Answer, { port, address }: Listener): Promise<void> {
  world.hosts.attach({ listen: (host, on) => listen(answer, host, on), port, isWildcard: isWildcard(address) });
  await settleInstances(world);
}

/** Plants the seed, tidies up after a crash, and returns how to begin all over. */
async function beginWorld(world: World, { seed, instances = [] }: EmulatorOptions): Promise<() => Promise<void>> {
  const { background, database, blobs, uploads } = world;
  const plant = async (): Promise<void> => {
    if (seed !== undefined) await plantSeed(world, seed);
    await plantInstances(world, instances.map(seedInstance));
  };
  await plant();
  await collectContent(world, await blobs.list()); // what a crash left between a write and its clean-up
  resumeSyncs(world);
  return async () => {
    await uploads.close();
    // In one step, so that no task goes on in between and writes into what comes.
    await Promise.all([background.stop(), database.clear()]);
    await blobs.clear();
    await world.hosts.closeAll();
    await plant();
    await settleInstances(world);
  };
}

async function withBlobOrigin(world: World, host: string, closers: Closers): Promise<World> {
  if (!world.quirks['blob-redirect']) return world;
  const origin = await listen(createBlobOrigin(world), host, 0);
  closers.push(origin.close);
  return { ...world, blobPort: origin.port };
}
