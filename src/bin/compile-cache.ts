import { homedir } from 'node:os';
import module from 'node:module';
import { join } from 'node:path';
import { cacheDir } from '../app/settings/folders.ts';

/**
 * Keeps what Node makes of our code, from Node 22.1 on. In the user's own folder: Node's default one lies in the shared
 * temporary folder, and what is read from there is run. Imported before the program, in a bundle of its own.
 */
const enable = (module as { enableCompileCache?: (folder: string) => unknown }).enableCompileCache;

enable?.(join(cacheDir(process.env, { homeDir: homedir(), platform: process.platform }), 'compiled'));
