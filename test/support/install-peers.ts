import { execFileSync } from 'node:child_process';
import { findProgram } from './peers.ts';

/** Program → Debian package. Tests run against these, never against an imitation. */
const PEERS: Readonly<Record<string, string>> = {
  'docker-registry': 'docker-registry',
  skopeo: 'skopeo',
  dockerd: 'docker.io',
  docker: 'docker.io',
  ctr: 'containerd',
  umoci: 'umoci',
  kubectl: 'kubernetes-client',
  curl: 'curl',
  openssl: 'openssl',
  zstd: 'zstd',
  xz: 'xz-utils',
  bzip2: 'bzip2',
  'dbus-run-session': 'dbus-daemon',
  'gnome-keyring-daemon': 'gnome-keyring',
  tmux: 'tmux',
  bash: 'bash',
  fish: 'fish',
  zsh: 'zsh',
};

function isAllowed(): boolean {
  const { env, getuid } = process;
  const isAsked = env['CI'] === 'true' || env['SWRCTL_TEST_INSTALL'] === '1';
  return isAsked && getuid?.() === 0 && findProgram('apt-get') !== undefined;
}

/** Before all tests: installs the peers that are missing, where that is allowed (CI=true or SWRCTL_TEST_INSTALL=1, root, apt). */
export default function installPeers(): void {
  const missing = Object.keys(PEERS).filter((name) => findProgram(name) === undefined);
  if (missing.length === 0 || !isAllowed()) return;
  const packages = [...new Set(missing.map((name) => PEERS[name] ?? name))];
  console.log(`installing what the tests compare with: ${packages.join(', ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  execFileSync('apt-get', ['update', '-qq'], { env, stdio: 'inherit' });
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env, stdio: 'inherit' });
}
