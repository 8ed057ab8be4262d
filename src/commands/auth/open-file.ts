import { stat } from 'node:fs/promises';
import { geteuid } from 'node:process';
import { formatMode, isOpenToOthers } from '../../doctor/files.ts';
import type { Context } from '../../app/world.ts';

/**
 * Warns when a file of the caller's own that holds a secret is open to his group or to others. As with ssh, a file of
 * somebody else is left to its owner, and what is no regular file (a pipe) has no mode that says anything.
 *
 * @param what it holds, for example "a secret".
 */
export async function warnIfOpen({ world, output }: Context, path: string, what: string): Promise<void> {
  if (world.platform === 'win32') return; // modes say nothing there
  const stats = await stat(path).catch(() => undefined); // it was just read or written; if it is gone there is no harm
  if (!stats?.isFile() || stats.uid !== geteuid?.()) return;
  const mode = stats.mode & 0o777;
  if (!isOpenToOthers(mode)) return;
  output().warn(`${path} holds ${what}, and others can read it (mode ${formatMode(mode)}); run: chmod 600 '${path}'`);
}
