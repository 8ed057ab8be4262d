import { hostOf, type Request } from '../server/handler.ts';
import type { Database } from '../store/database.ts';
import { CUSTOM_DOMAINS, INSTANCES, type Instance } from './records.ts';

/** Ends the default domain of every instance here. Resolvers send it to this machine. Source: RFC 6761, 6.3. */
export const DEFAULT_SUFFIX = 'swr-pro.localhost';

/** First last part of the addresses of instances: 127.0.0.1 is the shared edition's. */
const FIRST = 2;
const LAST = 254;

/** Listens at one more address; resolves with the port that it got. */
export type ListenAt = (
  host: string,
  port: number,
) => Promise<{ readonly port: number; readonly close: () => Promise<void> }>;

/** Where one instance is reached. */
interface Door {
  /** With port. */
  readonly address: string;
  readonly close: () => Promise<void>;
}

/** Where instances are reached: each has an address of its own, with the port of the emulator. */
export interface InstanceHosts {
  /** Says how to listen, when the emulator does itself. */
  readonly attach: (listening: Listening) => void;
  /** Opens an address for an instance; does nothing when it has one. */
  readonly open: (instance: Instance) => Promise<void>;
  readonly close: (id: string) => Promise<void>;
  readonly closeAll: () => Promise<void>;
  /** Address with port; empty while the instance has none. */
  readonly addressOf: (id: string) => string;
  /** The instance that a call is for: by its Host header, else by the address that was called. */
  readonly find: (database: Database, request: Request) => Instance | undefined;
}

/** How the emulator listens, once it does. */
interface Listening {
  readonly listen: ListenAt;
  readonly port: number;
  /** Whether it listens at all addresses, so that calls to any of them arrive without more. */
  readonly isWildcard: boolean;
}

/** The next address of the loopback network that is free; where there is no such network, a free port of the usual one. */
async function openDoor({ listen, port, isWildcard }: Listening, taken: ReadonlySet<string>): Promise<Door> {
  for (let last = FIRST; last <= LAST; last += 1) {
    const host = `127.0.0.${last}`;
    const address = `${host}:${port}`;
    if (taken.has(address)) continue;
    if (isWildcard) return { address, close: () => Promise.resolve() };
    const listener = await listen(host, port).catch(() => undefined);
    if (listener !== undefined) return { address, close: listener.close };
    if (taken.size === 0) break; // not for want of this one address
  }
  const { port: free, close } = await listen('127.0.0.1', 0);
  return { address: `127.0.0.1:${free}`, close };
}

export function createInstanceHosts(): InstanceHosts {
  const doors = new Map<string, Door>();
  const opening = new Map<string, Promise<void>>();
  let listening: Listening | undefined;
  const openFor = async (id: string): Promise<void> => {
    if (listening === undefined) return;
    doors.set(id, await openDoor(listening, new Set([...doors.values()].map(({ address }) => address))));
  };
  const close = async (id: string): Promise<void> => {
    const door = doors.get(id);
    doors.delete(id);
    await door?.close();
  };
  return {
    attach: (how) => {
      listening = how;
    },
    open: async ({ id }) => {
      if (doors.has(id)) return;
      // One after the other, so that two do not try the same address.
      const before = [...opening.values()];
      const work =
        opening.get(id) ??
        Promise.all(before)
          .then(() => openFor(id))
          .finally(() => opening.delete(id));
      opening.set(id, work);
      await work;
    },
    close,
    closeAll: async () => {
      await Promise.all([...doors.keys()].map(close));
    },
    addressOf: (id) => doors.get(id)?.address ?? '',
    find: (database, request) => {
      const named = byName(database, hostOf(request).toLowerCase().replace(/:\d+$/, ''));
      if (named !== undefined) return named;
      const called = `${request.localAddress.replace('::ffff:', '')}:${request.localPort}`;
      const id = [...doors].find(([, door]) => door.address === called)?.[0];
      return id === undefined ? undefined : database.get(INSTANCES, '', id);
    },
  };
}

function byName(database: Database, name: string): Instance | undefined {
  const instances = database.all(INSTANCES, '');
  return instances.find(
    ({ id, label }) =>
      name === defaultDomain(label) ||
      [name, wildcardOf(name)].some((one) => database.get(CUSTOM_DOMAINS, id, one) !== undefined),
  );
}

/** `*` for the first label, which one entry may have. */
const wildcardOf = (name: string): string => name.replace(/^[^.]+/, '*');

/** Whether an instance has this host name, in lower case, as one of its own. */
export function isTaken(database: Database, name: string): boolean {
  return database
    .all(INSTANCES, '')
    .some(({ id, label }) => name === defaultDomain(label) || database.get(CUSTOM_DOMAINS, id, name) !== undefined);
}

export const defaultDomain = (label: string): string => `${label}.${DEFAULT_SUFFIX}`;
