import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EmulatorOptions } from '../../src/emulator/emulator.ts';
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
  const { endpoint, registry, iamEndpoint, region, project, ak, sk } = emulator.info;
  const env = {
    ...{ HOME: home, DOCKER_CONFIG: join(home, 'docker'), SWRCTL_CONFIG_DIR: join(home, 'swrctl') },
    ...{ SWRCTL_ENDPOINT: endpoint, SWRCTL_REGISTRY: registry, SWRCTL_IAM_ENDPOINT: iamEndpoint },
    ...{ SWRCTL_REGION: region, SWRCTL_PROJECT: project, SWRCTL_AK: ak, SWRCTL_SK: sk },
  };
  return {
    ...{ emulator, home, env, registry },
    run: (args, more = {}) => runCli(args, { env, cwd: home, ...more }),
    save: (name, items) => writeFile(join(home, name), tarOf(items)),
  };
}
