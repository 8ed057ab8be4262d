import { join } from 'node:path';

/** What decides where settings and caches live. */
export interface Place {
  readonly homeDir: string;
  readonly platform: NodeJS.Platform;
}

type Environment = Readonly<Record<string, string | undefined>>;

const given = (value: string | undefined): string | undefined => (value === '' ? undefined : value);

/** Folder of config.json and profiles/: SWRCTL_CONFIG_DIR, else `swrctl` where the platform keeps settings. */
export function configDir(env: Environment, { homeDir, platform }: Place): string {
  const chosen = given(env['SWRCTL_CONFIG_DIR']);
  if (chosen !== undefined) return chosen;
  if (platform === 'darwin') return join(homeDir, 'Library', 'Preferences', 'swrctl');
  if (platform === 'win32') return join(env['APPDATA'] ?? join(homeDir, 'AppData', 'Roaming'), 'swrctl', 'Config');
  return join(given(env['XDG_CONFIG_HOME']) ?? join(homeDir, '.config'), 'swrctl');
}

/** Folder of what can be fetched again: SWRCTL_CACHE_DIR, else `swrctl` where the platform keeps caches. */
export function cacheDir(env: Environment, { homeDir, platform }: Place): string {
  const chosen = given(env['SWRCTL_CACHE_DIR']);
  if (chosen !== undefined) return chosen;
  if (platform === 'darwin') return join(homeDir, 'Library', 'Caches', 'swrctl');
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(homeDir, 'AppData', 'Local'), 'swrctl', 'Cache');
  return join(given(env['XDG_CACHE_HOME']) ?? join(homeDir, '.cache'), 'swrctl');
}
