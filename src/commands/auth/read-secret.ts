import { readWhole } from '../../base/read-whole.ts';
import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { addAbortSignal, type Readable } from 'node:stream';
import { diskError } from '../../auth/local-file.ts';
import { requireOwned } from '../../auth/trusted-file.ts';
import { parseSecretInput, type SecretInput } from '../../auth/secret-input.ts';
import { SwrctlError, systemCode } from '../../base/errors.ts';
import { canAsk } from '../shared/confirm.ts';
import type { Context } from '../../app/world.ts';
import { askSecret } from './ask-secret.ts';
import { warnIfOpen } from './open-file.ts';

/** Far more than any secret or credentials.csv has. */
const MAX_SIZE = 64 * 1024;

/** Reads a secret from stdin, whole; at a terminal it is asked for instead, so that it is not shown. */
export async function readSecretFromStdin(context: Context, flag: string, question: string): Promise<SecretInput> {
  if (await canAsk(context)) return promptSecret(context, question);
  const stdin = addAbortSignal(context.world.signal, context.world.stdin);
  return parseSecretInput(await readAll(stdin, 'stdin'), `stdin (${flag})`);
}

/** Asks for a secret without showing it. The caller has made sure that somebody can be asked. */
export async function promptSecret({ world }: Context, question: string): Promise<SecretInput> {
  return parseSecretInput(Buffer.from(await askSecret(world, question)), 'The answer');
}

/** Reads a small file with a secret, and warns when others can read it. @throws {SwrctlError} CONFIG_INVALID when it is somebody else's; SOURCE_MISSING, DISK, USAGE when it is far too big. */
export async function readSecretFile(context: Context, file: string, flag: string): Promise<Buffer> {
  const path = resolve(context.world.cwd, file);
  try {
    await requireOwned(path);
    const bytes = await readAll(createReadStream(path), path);
    await warnIfOpen(context, path, 'a secret');
    return bytes;
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw diskError('read', path, error);
    throw new SwrctlError('SOURCE_MISSING', `There is no file ${path}`, { hint: `Check ${flag}`, cause: error });
  }
}

function readAll(stream: Readable, label: string): Promise<Buffer> {
  const fact = `${label} has more than 64 KiB, so it is not a secret`;
  return readWhole(stream, MAX_SIZE, () => new SwrctlError('USAGE', fact));
}
