import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { EmulatorInfo } from '../../src/emulator/emulator.ts';
import { tempDir } from './temp-dir.ts';

/** A user with folders of his own: nothing of the machine's is read or written. */
export interface TestHome {
  /** PATH, HOME and the folders; no credential and no address. */
  readonly env: Readonly<Record<string, string>>;
  readonly dir: string;
  readonly configDir: string;
  /** Folder of docker's config.json. */
  readonly dockerDir: string;
  /** What docker's config.json holds; undefined when there is none. */
  readonly dockerConfig: () => Promise<
    { readonly auths?: Readonly<Record<string, { readonly auth?: string }>> } | undefined
  >;
  /** Every file below `dir`, by path relative to it, with its text. */
  readonly files: () => Promise<ReadonlyMap<string, string>>;
}

/** A home that goes away with the test. */
export async function testHome(): Promise<TestHome> {
  const dir = await tempDir();
  const [configDir, dockerDir] = [join(dir, 'swrctl'), join(dir, 'docker')];
  return {
    dir,
    configDir,
    dockerDir,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: dir,
      DOCKER_CONFIG: dockerDir,
      SWRCTL_CONFIG_DIR: configDir,
      SWRCTL_RETRIES: '0',
    },
    dockerConfig: async () => {
      const text = await readFile(join(dockerDir, 'config.json'), 'utf8').catch(() => undefined); // none yet
      return text === undefined ? undefined : (JSON.parse(text) as never);
    },
    files: async () => {
      const entries = await readdir(dir, { recursive: true, withFileTypes: true });
      const names = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
      const texts = await Promise.all(
        names.map(async (name) => [name.slice(dir.length + 1), await readFile(name, 'utf8')]),
      );
      return new Map(texts as [string, string][]);
    },
  };
}

/** Where an emulator is, as `emulator env` would set it, without a credential. */
export function placeEnv(info: EmulatorInfo): Record<string, string> {
  return {
    SWRCTL_ENDPOINT: info.endpoint,
    SWRCTL_REGISTRY: info.registry,
    SWRCTL_IAM_ENDPOINT: info.iamEndpoint,
    SWRCTL_REGION: info.region,
    SWRCTL_PROJECT: info.project,
  };
}

/** The same with an access key: default the administrator's. */
export function accountEnv(
  info: EmulatorInfo,
  { ak, sk }: { readonly ak: string; readonly sk: string } = info,
): Record<string, string> {
  return { ...placeEnv(info), SWRCTL_AK: ak, SWRCTL_SK: sk };
}
