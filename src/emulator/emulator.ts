import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SwrctlError } from '../errors.ts';
import { ADMINISTRATOR, ORDINARY_USERS } from './accounts.ts';
import { adminRoutes } from './admin-routes.ts';
import { createAnswer, createBlobOrigin } from './answer.ts';
import { createBackground } from './background.ts';
import { openBlobStore } from './blob-store.ts';
import { createClock } from './clock.ts';
import { collectContent } from './content-collection.ts';
import { createHousekeeping } from './housekeeping.ts';
import { resumeSyncs } from './sync.ts';
import { openDatabase } from './database.ts';
import { createFaultBox, parseFault } from './faults.ts';
import { createCallLog } from './call-log.ts';
import { chooseQuirks, type QuirkName } from './quirks.ts';
import { parseQuotas } from './quotas.ts';
import { createTokenIssuer } from './registry-token.ts';
import { DEFAULT_REGION, findProject } from './regions.ts';
import { plantSeed } from './seed.ts';
import { listen } from './server.ts';
import { createSurfaces } from './surfaces.ts';
import { openUploads } from './uploads.ts';
import type { World } from './world.ts';

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
  readonly triggerUrl?: string;
  /** YAML text: organizations and repositories to begin with. */
  readonly seed?: string;
  readonly now?: () => Date;
  readonly random?: () => number;
}

/** What a client needs to know. This is the ready line of `emulator start -o json`. */
export interface EmulatorInfo {
  readonly endpoint: string;
  readonly registry: string;
  readonly iamEndpoint: string;
  readonly region: string;
  readonly project: string;
  readonly projectId: string;
  readonly account: string;
  readonly user: string;
  readonly password: string;
  readonly ak: string;
  readonly sk: string;
  readonly users: readonly {
    readonly name: string;
    readonly id: string;
    readonly ak: string;
    readonly sk: string;
    readonly password: string;
  }[];
}

export interface Emulator {
  readonly info: EmulatorInfo;
  readonly close: () => Promise<void>;
}

export const DEFAULT_PORT = 5050;

/**
 * Starts a whole SWR on one port: registry, token server, management API and IAM.
 *
 * @throws {SwrctlError} USAGE for a wrong fault or quota, NETWORK for a taken port, DISK for an unusable data folder.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { host = '127.0.0.1', port = DEFAULT_PORT, dataDir, seed } = options;
  const clock = createClock(options.now ?? (() => new Date()));
  const random = options.random ?? Math.random;
  const faults = createFaultBox((options.faults ?? []).map(parseFault), random);
  const quirks = chooseQuirks(options.quirks);
  const quotas = parseQuotas(options.quotas ?? {});
  const closers: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const step of closers.splice(0).reverse()) await step();
  };
  try {
    const dir = await prepareDir(dataDir);
    if (dataDir === undefined) closers.push(() => rm(dir, { recursive: true, force: true }));
    const database = await openDatabase(dataDir === undefined ? undefined : join(dir, 'journal.jsonl'));
    closers.push(database.close);
    const blobs = await openBlobStore(dir, dataDir !== undefined);
    const uploads = openUploads(blobs);
    closers.push(uploads.close);
    const background = createBackground();
    closers.push(background.close);
    const base = {
      ...{ quirks, quotas, now: clock.now, random, database, blobs, uploads, tokens: createTokenIssuer(), background },
      ...(options.triggerUrl === undefined ? {} : { triggerUrl: options.triggerUrl }),
    };
    const world = await withBlobOrigin(base, host, closers);
    const log = createCallLog();
    const plant = (): Promise<void> => (seed === undefined ? Promise.resolve() : plantSeed(world, seed));
    await plant();
    await collectContent(world, await blobs.list()); // what a crash left between a write and its clean-up
    resumeSyncs(world);
    const reset = async (): Promise<void> => {
      await uploads.close();
      await database.clear();
      await blobs.clear();
      await plant();
    };
    const housekeep = createHousekeeping(world);
    const admin = adminRoutes({ info: () => info, log, faults, clock, housekeep, reset });
    const answer = createAnswer({ world, surfaces: createSurfaces(world, admin), faults, log, housekeep });
    const listener = await listen(answer, host, port);
    closers.push(listener.close);
    const info = describe(host, listener.port); // nobody can call before this line
    return { info, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function prepareDir(dataDir: string | undefined): Promise<string> {
  try {
    if (dataDir === undefined) return await mkdtemp(join(tmpdir(), 'swr-emulator-'));
    await mkdir(join(dataDir, 'blobs'), { recursive: true, mode: 0o700 });
    return dataDir;
  } catch (cause) {
    throw new SwrctlError('DISK', `${dataDir ?? tmpdir()} cannot be written to`, { cause });
  }
}

async function withBlobOrigin(world: World, host: string, closers: (() => Promise<void>)[]): Promise<World> {
  if (!world.quirks['blob-redirect']) return world;
  const origin = await listen(createBlobOrigin(world), host, 0);
  closers.push(origin.close);
  return { ...world, blobPort: origin.port };
}

function describe(host: string, port: number): EmulatorInfo {
  const registry = `${reachable(host)}:${port}`;
  const endpoint = `http://${registry}`;
  const project = findProject(ADMINISTRATOR.account.id, 'name', DEFAULT_REGION);
  if (project === undefined) throw new SwrctlError('FAILED', 'the default region has no project');
  const { name: user, password, ak, sk, account } = ADMINISTRATOR;
  const keys = { account: account.name, user, password, ak, sk };
  const users = ORDINARY_USERS.map((one) => ({
    ...{ name: one.name, id: one.id, ak: one.ak, sk: one.sk, password: one.password },
  }));
  const region = { region: DEFAULT_REGION, project: project.name, projectId: project.id };
  return { endpoint, registry, iamEndpoint: endpoint, ...region, ...keys, users };
}

/** A host that listens everywhere is reached on the loopback address; IPv6 needs brackets. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
