import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { SwrctlError, systemCode } from '../errors.ts';

const TRIES = 20;
/** A process that takes the connection and says nothing for so long is stopped, not gone. */
const ANSWER_MS = 1_000;

/**
 * Claims a data folder for this process. The claim names a loopback port on which its owner tells the claim's id, so
 * the system itself ends it when the process dies, however that happens.
 *
 * @returns how to give the folder back
 * @throws {SwrctlError} DISK when another emulator has it.
 */
export async function lockFolder(dir: string): Promise<() => Promise<void>> {
  const id = randomUUID();
  const server = createServer((socket) => {
    socket.on('error', () => undefined).end(id);
  });
  const port = await listenQuietly(server);
  const file = join(dir, 'lock');
  const free = async (): Promise<void> => {
    await new Promise((resolve) => server.close(resolve));
  };
  try {
    await claim(file, `${port} ${id}`, id);
  } catch (error) {
    await free();
    throw error;
  }
  return async () => {
    await rm(file, { force: true });
    await free();
  };
}

async function listenQuietly(server: Server): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  server.unref();
  return (server.address() as AddressInfo).port;
}

async function claim(file: string, text: string, id: string): Promise<void> {
  const own = `${file}.${id}`;
  await writeFile(own, text);
  try {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      if (await linked(own, file)) return;
      const standing = await readFile(file, 'utf8').catch(() => '');
      if (await isAlive(standing)) break;
      await removeStale(file, standing, id);
    }
  } finally {
    await rm(own, { force: true });
  }
  throw new SwrctlError('DISK', `${file} belongs to another running emulator`, {
    hint: 'Stop that one, or start with another --data directory',
  });
}

/** False when there is a file of that name already. */
async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Whether the owner of a claim still answers for it. */
function isAlive(text: string): Promise<boolean> {
  const [port, id] = text.split(' ');
  if (id === undefined) return Promise.resolve(false);
  return new Promise((resolve) => {
    let heard = '';
    const socket = connect({ host: '127.0.0.1', port: Number(port), timeout: ANSWER_MS });
    const settle = (alive: boolean): void => {
      socket.destroy();
      resolve(alive);
    };
    socket.setEncoding('utf8').on('data', (chunk: string) => (heard += chunk));
    socket.once('end', () => {
      settle(heard === id);
    });
    socket.once('error', () => {
      settle(false);
    });
    socket.once('timeout', () => {
      settle(true);
    });
  });
}

/** Takes a dead claim away. When a living one took its place meanwhile, that one is put back. */
async function removeStale(file: string, standing: string, id: string): Promise<void> {
  const aside = `${file}.${id}.old`;
  try {
    await rename(file, aside);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return; // somebody else was faster
    throw error;
  }
  const taken = await readFile(aside, 'utf8');
  if (taken !== standing) await linked(aside, file);
  await rm(aside, { force: true });
}
