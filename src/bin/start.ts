import { homedir } from 'node:os';
import module from 'node:module';
import { join } from 'node:path';
import { cacheDir } from '../app/settings/folders.ts';
import { runKeepingCode } from './code-cache.ts';

/** Node 22.1 and later, unless NODE_DISABLE_COMPILE_CACHE is set. */
const enable = (module as { enableCompileCache?: (folder: string) => unknown }).enableCompileCache;

/**
 * Runs a program of dist/ and keeps what Node makes of its code for the next start. In the user's own folder: Node's
 * default one lies in the shared temporary folder, and what is read from there is run.
 *
 * @param name of the file, as `swrctl.cjs`.
 */
export function start(name: string): void {
  const program = join(import.meta.dirname, name);
  const folder = join(cacheDir(process.env, { homeDir: homedir(), platform: process.platform }), 'compiled');
  if (enable === undefined) return runKeepingCode(program, folder);
  enable(folder);
  module.createRequire(program)(program);
}
