import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EmulatorOptions } from '../../src/emulator/emulator.ts';
import { accountEnv } from './account.ts';
import { startTestEmulator, type TestEmulator } from './emulator.ts';
import { runCli, type RunOptions, type RunResult } from './run.ts';
import { tarOf, type TarItem } from './tar.ts';
import { tempDir } from './temp-dir.ts';

/** A folder, an emulator with the organization `team`, and swrctl logged in to it by environment. */
export interface AccountShell {
  readonly emulator: TestEmulator;
  /** The working folder. */
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
  /** Host and port. */
  readonly registry: string;
  readonly run: (args: readonly string[], options?: RunOptions) => Promise<RunResult>;
  /** Writes a tar into the working folder. */
  readonly save: (name: string, items: readonly TarItem[]) => Promise<void>;
}

export async function openAccountShell(options: EmulatorOptions = {}): Promise<AccountShell> {
  const emulator = await startTestEmulator({ organizations: ['team'], ...options });
  const home = await tempDir();
  const env = accountEnv(emulator.info, home);
  return {
    ...{ emulator, home, env },
    registry: emulator.info.registry,
    run: (args, more = {}) => runCli(args, { env, cwd: home, ...more }),
    save: (name, items) => writeFile(join(home, name), tarOf(items)),
  };
}
