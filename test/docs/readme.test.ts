import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect } from 'vitest';
import { dockerSave, testImage } from '../support/archives.ts';
import { startTestEmulator } from '../support/emulator.ts';
import { itWith } from '../support/peers.ts';
import { BIN } from '../support/run.ts';
import { tarOf } from '../support/tar.ts';
import { tempDir } from '../support/temp-dir.ts';

/** Its shell blocks as people paste them, by the heading above and their number there. */
function blocksOf(page: string): Map<string, string> {
  const blocks = new Map<string, string>();
  for (const part of readFileSync(join(import.meta.dirname, '../..', page), 'utf8')
    .split(/^#+ /m)
    .slice(1)) {
    const heading = part.slice(0, part.indexOf('\n'));
    [...part.matchAll(/```console\n(.*?)```/gs)].forEach(([, block = ''], index) => {
      const lines = block.split('\n').filter((line) => line.startsWith('$ '));
      blocks.set(`${heading} ${index + 1}`, lines.map((line) => line.slice(2)).join('\n'));
    });
  }
  return blocks;
}

/** A docker that has the image app:v1, for what people pipe into swrctl and out of it. */
const DOCKER = `#!/bin/sh
case "$*" in
  'save app:v1') cat "$HOME/saved.tar" ;;
  'save app:v1 -o app.tar') cp "$HOME/saved.tar" app.tar ;;
  load) cat > /dev/null ;;
  *) echo "no such docker command here: $*" >&2; exit 1 ;;
esac
`;

/** A person's machine: swrctl and docker on PATH, the image saved, nothing else. */
async function openMachine(port = 0) {
  const home = await tempDir();
  const place = port === 0 ? '' : `case "$1" in emulator) exec "$NODE" "$BIN" "$@" --port ${port} ;; esac\n`;
  await mkdir(join(home, 'bin'));
  await mkdir(join(home, 'run'), { mode: 0o700 });
  const programs = { docker: DOCKER, swrctl: `#!/bin/sh\n${place}exec "$NODE" "$BIN" "$@"\n` };
  for (const [name, script] of Object.entries(programs)) {
    await writeFile(join(home, 'bin', name), script);
    await chmod(join(home, 'bin', name), 0o755);
  }
  await writeFile(join(home, 'saved.tar'), tarOf(dockerSave(testImage())));
  const windows = { os: 'windows', architecture: 'amd64', 'os.version': '10.0.17763.1879' };
  await writeFile(join(home, 'iis.tar'), tarOf(dockerSave(testImage({ platform: windows }), ['iis:v1'])));
  const bundle = dockerSave(testImage({ texts: ['second'] }), ['app:v2', 'app:v3']);
  await writeFile(join(home, 'bundle.tar'), tarOf(bundle));
  /** In a session with a keychain, as a desktop has one; the first line that fails ends it. */
  const run = async (script: string, env: Readonly<Record<string, string>> = {}) => {
    const unlock = 'printf "login\\n" | gnome-keyring-daemon --unlock --components=secrets > /dev/null 2>&1';
    const child = spawn('dbus-run-session', ['--', 'bash', '-c', `${unlock}\nset -e -m -o pipefail\n${script}`], {
      cwd: home,
      env: {
        ...{ HOME: home, NODE: process.execPath, BIN, XDG_RUNTIME_DIR: join(home, 'run') },
        ...{ PATH: `${join(home, 'bin')}:${process.env['PATH'] ?? ''}`, SWRCTL_METADATA_ENDPOINT: 'off', ...env },
      },
    });
    const [stdout, stderr] = [text(child.stdout), text(child.stderr)];
    const [exitCode] = (await once(child, 'close')) as [number | null];
    return { stdout: await stdout, stderr: await stderr, exitCode };
  };
  return { home, run };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const itOnDesktop = itWith('dbus-run-session', 'gnome-keyring-daemon', 'bash', 'jq');

/** Headings differ by language; the blocks are at the same places. */
describe.each([
  {
    page: 'README.md',
    ...{ first: 'swrctl', login: 'From login to the first push', pushing: 'Pushing', pulling: 'Pulling' },
  },
  {
    page: 'README.zh-CN.md',
    ...{ first: 'swrctl', login: '从登录到首次上传', pushing: '上传镜像', pulling: '下载镜像' },
  },
])('the shell blocks of $page', ({ page, first, login, pushing, pulling }) => {
  const blocks = blocksOf(page);
  const block = (name: string): string => {
    const found = blocks.get(name);
    if (found === undefined) throw new Error(`${page} has no block ${name}; it has ${[...blocks.keys()].join(', ')}`);
    return found;
  };

  itOnDesktop('work against the emulator that they start', { timeout: 120_000 }, async () => {
    const { home, run } = await openMachine(await freePort());
    const [start, query] = [block(`${first} 3`), block(`${first} 4`)];
    expect(start.split('\n')).toHaveLength(5);
    const { exitCode, stderr, stdout } = await run(`${start}\n${query}\nkill %1\nwait %1`);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    expect(stdout).toMatch(/team\/app:v1@sha256:/);
    expect(existsSync(join(home, 'app.tar'))).toBe(true);
  });

  itOnDesktop('lead from the login to push and pull', { timeout: 120_000 }, async () => {
    const { info, calls } = await startTestEmulator();
    const { home, run } = await openMachine();
    await mkdir(join(home, 'Downloads'));
    const csv = `User Name,Access Key Id,Secret Access Key\nadministrator,${info.ak},${info.sk}\n`;
    await writeFile(join(home, 'Downloads/credentials.csv'), csv);
    const windows = 'swrctl push iis.tar team/iis:v1'; // for the line about Windows
    const script = [block(`${login} 1`), block(`${pushing} 1`), windows, block(`${pulling} 1`)].join('\n');
    const { exitCode, stderr, stdout } = await run(script, {
      ...{ SWRCTL_REGISTRY: info.registry, SWRCTL_ENDPOINT: info.endpoint, SWRCTL_IAM_ENDPOINT: info.iamEndpoint },
    });
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    expect(stdout).toContain(`${info.registry}/team/app:v1@sha256:`);
    const tags = (await calls()).filter(({ method, path }) => method === 'PUT' && path.includes('/manifests/'));
    expect(tags[0]).toMatchObject({ path: '/v2/team/app/manifests/v1', status: 201 });
  });
});
