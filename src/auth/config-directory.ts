import { join } from 'node:path';

/**
 * The folder of `config.json` and the profiles: `SWRCTL_CONFIG_DIR`, else `swrctl` in the platform's config folder
 * (Linux: `XDG_CONFIG_HOME` or `~/.config`; macOS: `~/Library/Application Support`; Windows: `APPDATA`).
 *
 * @param platform as Node names it: linux, darwin, win32 …
 */
export function configDirectory(
  env: Readonly<Record<string, string | undefined>>,
  platform: string,
  homeDir: string,
): string {
  const own = valueOf(env, 'SWRCTL_CONFIG_DIR');
  if (own !== undefined) return own;
  if (platform === 'darwin') return join(homeDir, 'Library', 'Application Support', 'swrctl');
  if (platform === 'win32') return join(valueOf(env, 'APPDATA') ?? join(homeDir, 'AppData', 'Roaming'), 'swrctl');
  const xdg = valueOf(env, 'XDG_CONFIG_HOME');
  // The XDG specification says that a relative path is to be ignored.
  return join(xdg?.startsWith('/') ? xdg : join(homeDir, '.config'), 'swrctl');
}

function valueOf(env: Readonly<Record<string, string | undefined>>, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === '' ? undefined : value;
}
