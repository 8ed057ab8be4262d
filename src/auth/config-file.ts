import { array, mapOf, object, optional, record, string, withDefault } from '../base/decode.ts';
import { damaged } from './local-file.ts';
import { readOwnFile, writeOwnFile } from './own-file.ts';
import { isProfileName } from './profile-name.ts';

const ACTIVE = 'activeProfile';
const HTTP_HOSTS = 'httpRegistries';

/** `config.json` beside the profiles. Reading it throws CONFIG_INVALID when it is damaged; DISK. Write it under a lock. */
export interface ConfigFile {
  /** Name of the active profile. */
  readonly active: () => Promise<string | undefined>;
  readonly setActive: (name: string | undefined) => Promise<void>;
  /** Patterns of registry hosts, and the profile that each is for. */
  readonly hosts: () => Promise<ReadonlyMap<string, string>>;
  /** Registries without a profile that were logged in to at `http://`. */
  readonly httpHosts: () => Promise<readonly string[]>;
  readonly setHttpHosts: (hosts: readonly string[]) => Promise<void>;
}

export function createConfigFile(path: string): ConfigFile {
  /** Sets or (undefined) removes one key; the others stay. */
  const write = async (key: string, value: unknown): Promise<void> => {
    const others = Object.entries((await readOwnFile(path, record)) ?? {}).filter(([name]) => name !== key);
    await writeOwnFile(path, { ...Object.fromEntries(others), ...(value === undefined ? {} : { [key]: value }) });
  };
  return {
    active: async () => {
      const name = (await readOwnFile(path, object({ [ACTIVE]: optional(string) })))?.[ACTIVE];
      if (name !== undefined && !isProfileName(name)) throw damaged(path, `"${ACTIVE}" is not a profile name`);
      return name;
    },
    setActive: (name) => write(ACTIVE, name),
    hosts: async () => (await readOwnFile(path, object({ hosts: optional(mapOf(string)) })))?.hosts ?? new Map(),
    httpHosts: async () =>
      (await readOwnFile(path, object({ [HTTP_HOSTS]: withDefault(array(string), []) })))?.[HTTP_HOSTS] ?? [],
    setHttpHosts: (hosts) => write(HTTP_HOSTS, hosts.length === 0 ? undefined : hosts),
  };
}
