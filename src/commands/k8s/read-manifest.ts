import { readWhole } from '../../base/read-whole.ts';
import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { addAbortSignal, type Readable } from 'node:stream';
import { diskError } from '../../auth/local-file.ts';
import { SwrctlError, systemCode } from '../../base/errors.ts';
import type { World } from '../../app/world.ts';

/** All secrets of a large cluster; a Secret itself has at most 1 MiB. */
const MAX_SIZE = 64 * 1024 * 1024;

/** The text of a manifest file; `-` is stdin. @throws {SwrctlError} USAGE, SOURCE_MISSING, SOURCE_INVALID, DISK */
export async function readManifestText(world: World, file: string): Promise<string> {
  if (file === '-') {
    if (world.stdin.isTTY === true) {
      throw new SwrctlError('USAGE', 'stdin is a terminal, not a manifest', {
        hint: 'Pipe it in: kubectl get secrets -o yaml | swrctl k8s check -',
      });
    }
    return readText(addAbortSignal(world.signal, world.stdin), 'stdin');
  }
  const path = resolve(world.cwd, file);
  try {
    return await readText(createReadStream(path), file);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw diskError('read', path, error);
    throw new SwrctlError('SOURCE_MISSING', `There is no file ${path}`, { hint: 'Check the path', cause: error });
  }
}

async function readText(stream: Readable, label: string): Promise<string> {
  const fact = `${label} has more than 64 MiB: it is no manifest`;
  return (await readWhole(stream, MAX_SIZE, () => new SwrctlError('SOURCE_INVALID', fact))).toString('utf8');
}
