import { X509Certificate } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from '../base/errors.ts';
import { fail, ok, warn, type Finding } from './check.ts';

/** Group or others may read or write. */
const OPEN_BITS = 0o077;

/**
 * Looks whether others on this machine can read a folder of ours and what is in it.
 *
 * @param isSecret which files, by path below the folder, must not be readable by anybody else; for the rest it is a warning.
 */
export async function checkFolderModes(folder: string, isSecret: (path: string) => boolean): Promise<Finding> {
  const top = await modeOf(folder);
  if (top === undefined) return ok('Not there yet');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const isOpen = await Promise.all(files.map(async (path) => (((await modeOf(path)) ?? 0) & OPEN_BITS) !== 0));
  const open = files.filter((_path, index) => isOpen[index]);
  const hint = `Close it: chmod -R go= '${folder}'`;
  const secret = open.find((path) => isSecret(path.slice(folder.length + 1)));
  // Behind a closed folder nobody gets at the files.
  if (secret !== undefined && (top & OPEN_BITS) !== 0)
    return fail(`Others can read ${secret}, which holds a secret`, hint);
  const [first] = (top & OPEN_BITS) === 0 ? open : [folder];
  if (first !== undefined)
    return warn(`Others may have access to ${first} (mode ${formatMode(await modeOf(first))})`, hint);
  return ok(`${files.length} files, for their owner only`);
}

export async function modeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).mode & 0o777;
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}

export const formatMode = (mode = 0): string => mode.toString(8).padStart(4, '0');

export const isOpenToOthers = (mode: number | undefined): boolean => ((mode ?? 0) & OPEN_BITS) !== 0;

/** A file with further certificate authorities. `name` is how it was given: a flag or a variable. */
export async function checkCaFile(path: string, name: string, now: Date): Promise<Finding> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    return fail(`${name} names ${path}, which cannot be read (${systemCode(error) ?? 'unknown'})`, `Correct ${name}`);
  }
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) return fail(`${path} holds no PEM certificate`, `Correct ${name}`);
  try {
    const ended = blocks.filter((pem) => Date.parse(new X509Certificate(pem).validTo) < now.getTime());
    const words = `${path} holds certificates: ${blocks.length}, of which have ended: ${ended.length}`;
    // Bundles of a whole system always have some old ones.
    return ended.length < blocks.length ? ok(words) : warn(words, `Renew ${path}`);
  } catch {
    return fail(`${path} holds a damaged certificate`, `Correct ${name}`);
  }
}
