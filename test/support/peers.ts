import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { it } from 'vitest';

const PATH = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/bin', '/sbin'];

/** Program → Debian package. Tests run against these, never against an imitation. */
export const PEERS: Readonly<Record<string, string>> = {
  'docker-registry': 'docker-registry',
  skopeo: 'skopeo',
  dockerd: 'docker.io',
  docker: 'docker.io',
  containerd: 'containerd',
  ctr: 'containerd',
  umoci: 'umoci',
  podman: 'podman',
  buildah: 'buildah',
  kubectl: 'kubernetes-client',
  curl: 'curl',
  openssl: 'openssl',
  tar: 'tar',
  gzip: 'gzip',
  igzip: 'isal',
  pigz: 'pigz',
  unpigz: 'pigz',
  zstd: 'zstd',
  xz: 'xz-utils',
  bzip2: 'bzip2',
  'dbus-run-session': 'dbus-daemon',
  'gnome-keyring-daemon': 'gnome-keyring',
  tmux: 'tmux',
  jq: 'jq',
  bash: 'bash',
  fish: 'fish',
  zsh: 'zsh',
};

/** The full path of a program, if it is installed. */
export function findProgram(name: string): string | undefined {
  return PATH.map((folder) => join(folder, name)).find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false; // not in this folder
    }
  });
}

/**
 * `it` for a test that needs other people's programs. Without one of them the test is skipped and says so; with
 * `CI=true` or `SWRCTL_TEST_INSTALL=1` it runs, and fails.
 *
 * @throws {Error} for a program that PEERS does not have: where it is missing, nobody would install it.
 */
export function itWith(...programs: readonly string[]) {
  const unlisted = programs.filter((name) => !(name in PEERS));
  if (unlisted.length > 0) throw new Error(`PEERS does not say where ${unlisted.join(', ')} comes from`);
  const missing = programs.filter((name) => findProgram(name) === undefined);
  const mustRun = process.env['CI'] === 'true' || process.env['SWRCTL_TEST_INSTALL'] === '1';
  if (missing.length === 0 || mustRun) return it;
  console.warn(`skipped: tests that need ${missing.join(', ')}, not installed here`);
  return it.skip;
}

/** `itWith` for tests that only root can run; says so where they are left out. */
export function itAsRootWith(...programs: readonly string[]) {
  if (process.getuid?.() === 0) return itWith(...programs);
  console.warn(`skipped: tests that need to be root (${programs.join(', ')})`);
  return it.skip;
}
