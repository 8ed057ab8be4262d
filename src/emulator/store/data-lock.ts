import { randomUUID } from 'node:crypto';
import { link, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { SwrctlError, systemCode } from '../../base/errors.ts';

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
  const free = async (): Promise<void> => {
    await new Promise((resolve) => server.close(resolve));
  };
  try {
    const file = await claim(dir, `${port} ${id}`, id);
    return async () => {
      await rm(file, { force: true });
      await free();
    };
  } catch (error) {
    await free();
    throw error;
  }
}

async function listenQuietly(server: Server): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  server.unref();
  return (server.address() as AddressInfo).port;
}

/**
 * Claims are numbered and nobody takes away one that may be alive: who finds the newest one dead makes the next, which
 * only one can. So it does not matter how many look at the same dead claim at the same time.
 */
async function claim(dir: string, text: string, id: string): Promise<string> {
  const own = join(dir, `claim.${id}`);
  await writeFile(own, text);
  try {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const newest = Math.max(0, ...(await claimsIn(dir)));
      if (newest > 0 && (await isAlive(await readClaim(dir, newest)))) break;
      const file = claimFile(dir, newest + 1);
      if (!(await linked(own, file))) continue;
      for (const older of (await claimsIn(dir)).filter((number) => number <= newest)) {
        await rm(claimFile(dir, older), { force: true });
      }
      return file;
    }
  } finally {
    await rm(own, { force: true });
  }
  throw new SwrctlError('DISK', `${dir} belongs to another running emulator`, {
    hint: 'Stop that one, or start with another --data directory',
  });
}

const claimFile = (dir: string, number: number): string => join(dir, `lock.${number}`);

async function claimsIn(dir: string): Promise<number[]> {
  const numbers = (await readdir(dir)).map((name) => Number(/^lock\.(\d{1,9})$/.exec(name)?.[1] ?? 0));
  return numbers.filter((number) => number > 0);
}

/** A claim that went away meanwhile reads as a dead one. */
function readClaim(dir: string, number: number): Promise<string> {
  return readFile(claimFile(dir, number), 'utf8').catch(() => '');
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
