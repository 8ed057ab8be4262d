import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { platform } from 'node:os';
import { dirname } from 'node:path';
import { geteuid } from 'node:process';
import { SwrctlError } from '../base/errors.ts';
import { posixQuote } from '../model/shell-word.ts';

const OTHERS_WRITE = 0o022;
const STICKY = 0o1000;
const ROOT = 0;

/**
 * Refuses a file that decides where credentials go, or its folder, when somebody else can write it. In a folder such as
 * /tmp (sticky) others cannot replace what is there, so there the owner of the file decides. Windows has no such modes.
 *
 * @param path of a file that need not be there yet.
 * @throws {SwrctlError} CONFIG_INVALID with the command that repairs it.
 */
export async function requireTrusted(path: string): Promise<void> {
  if (platform() === 'win32') return;
  const folder = dirname(path);
  const [file, place] = await Promise.all([look(path), look(folder)]);
  const me = geteuid?.();
  if (place !== undefined) {
    if (me !== ROOT) checkOwner(folder, place, undefined, me);
    if ((place.mode & STICKY) === 0) checkMode(folder, place);
  }
  if (file?.isFile() !== true) return; // a pipe or a device has no mode that says anything
  checkOwner(path, file, place, me);
  checkMode(path, file);
}

/**
 * Refuses a file with a secret that belongs to somebody else: it may have been put there for us to log in with.
 *
 * @throws {SwrctlError} CONFIG_INVALID as requireTrusted.
 */
export async function requireOwned(path: string): Promise<void> {
  if (platform() === 'win32') return;
  const [file, place] = await Promise.all([look(path), look(dirname(path))]);
  if (file?.isFile() === true) checkOwner(path, file, place, geteuid?.());
}

/** What is not there, or cannot be looked at, is for whoever reads it next. */
const look = (path: string): Promise<Stats | undefined> => stat(path).catch(() => undefined);

/** Root works in folders of others, as with sudo and in containers with volumes: what is theirs there is fine. */
function checkOwner(path: string, { uid }: Stats, folder: Stats | undefined, me: number | undefined): void {
  const isFolders = me === ROOT && uid === folder?.uid;
  if (me === undefined || uid === me || uid === ROOT || isFolders) return;
  throw new SwrctlError('CONFIG_INVALID', `${path} belongs to another user (id ${uid}), so it is not trusted`, {
    hint: `If it is meant to be yours, take it over: sudo chown "$(id -u)" ${posixQuote(path)}`,
  });
}

function checkMode(path: string, { mode }: Stats): void {
  if ((mode & OTHERS_WRITE) === 0) return;
  const shown = (mode & 0o777).toString(8).padStart(4, '0');
  throw new SwrctlError('CONFIG_INVALID', `Others can write ${path} (mode ${shown}), so it is not trusted`, {
    hint: `Look at what it says, then close it: chmod go-w ${posixQuote(path)}`,
  });
}
