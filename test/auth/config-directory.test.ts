import { describe, expect, it } from 'vitest';
import { configDirectory } from '../../src/auth/config-directory.ts';

describe('configDirectory', () => {
  it.each([
    { platform: 'linux', env: {}, expected: '/home/ann/.config/swrctl' },
    { platform: 'linux', env: { XDG_CONFIG_HOME: '/xdg' }, expected: '/xdg/swrctl' },
    { platform: 'linux', env: { XDG_CONFIG_HOME: 'relative' }, expected: '/home/ann/.config/swrctl' },
    { platform: 'linux', env: { SWRCTL_CONFIG_DIR: '/own', XDG_CONFIG_HOME: '/xdg' }, expected: '/own' },
    { platform: 'darwin', env: {}, expected: '/home/ann/Library/Application Support/swrctl' },
    { platform: 'win32', env: { APPDATA: '/roaming' }, expected: '/roaming/swrctl' },
  ])('is $expected on $platform with $env', ({ platform, env, expected }) => {
    expect(configDirectory(env, platform, '/home/ann')).toBe(expected);
  });
});
