import { execFileSync } from 'node:child_process';
import { findProgram, PEERS } from './peers.ts';

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
