// Registries and the emulator, each on a free port of loopback, each ended by its process id.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { watchServer } from './cpu.js';
import { findProgram, freshHome, measure, swrctl } from './programs.js';

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

async function stopped(child) {
  if (child.exitCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}

const answers = (url) =>
  fetch(url).then(
    () => true,
    () => false,
  );

/**
 * A CNCF distribution registry, empty or with a copy of what another one stores. `host` is its `127.0.0.1:PORT`, `size()`
 * the bytes of the blobs that it holds, `stored` where they lie.
 */
export async function startRegistry(folder, content) {
  const data = mkdtempSync(join(folder, 'registry-'));
  const stored = join(data, 'data');
  if (content !== undefined) cpSync(content, stored, { recursive: true });
  const host = `127.0.0.1:${await freePort()}`;
  const config = {
    version: 0.1,
    log: { level: 'error', accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: stored }, delete: { enabled: true } },
    http: { addr: host },
  };
  writeFileSync(join(data, 'config.yml'), JSON.stringify(config));
  const child = spawn(findProgram('docker-registry'), ['serve', join(data, 'config.yml')], { stdio: 'ignore' });
  watchServer(child);
  while (!(await answers(`http://${host}/v2/`))) {
    if (child.exitCode !== null) throw new Error('docker-registry did not start');
    await new Promise((done) => setTimeout(done, 10));
  }
  const stop = async () => {
    await stopped(child);
    rmSync(data, { recursive: true, force: true });
  };
  return { host, size: () => sizeOf(join(stored, 'docker/registry/v2/blobs')), stored, stop };
}

/** A registry to which an archive was pushed as `bench/app:v1`: once for all runs of a scenario. */
export async function startFilledRegistry({ folder, atEnd }, archive, ...flags) {
  const registry = await startRegistry(folder);
  atEnd(registry.stop);
  const command = swrctl('push', '-q', archive, `${registry.host}/bench/app:v1`, ...flags);
  await measure(command, { env: freshHome(folder) });
  return registry;
}

function sizeOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

/** `env` is what swrctl needs to use it. */
export async function startEmulator(folder, ...args) {
  const home = freshHome(folder);
  const child = spawn(swrctl()[0], swrctl('emulator', 'start', '--port', '0', '-o', 'json', ...args).slice(1), {
    env: { PATH: process.env.PATH, ...home },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  watchServer(child);
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const info = JSON.parse(line);
  const env = {
    ...home,
    SWRCTL_REGISTRY: `http://${info.registry}`,
    SWRCTL_ENDPOINT: info.endpoint,
    SWRCTL_IAM_ENDPOINT: info.iamEndpoint,
    SWRCTL_REGION: info.region,
    SWRCTL_AK: info.ak,
    SWRCTL_SK: info.sk,
  };
  return { info, env, stop: () => stopped(child) };
}

/** A link of that many bytes per second, to a server: a process of its own. */
export async function startSlowLink(host, bytesPerSecond) {
  const script = join(import.meta.dirname, 'slow-link.js');
  const child = spawn(process.execPath, [script, host, String(bytesPerSecond)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = await once(createInterface({ input: child.stdout }), 'line');
  return { host: `127.0.0.1:${port}`, stop: () => stopped(child) };
}

/** A docker engine of its own, without network. */
export async function startEngine(folder) {
  const place = mkdtempSync(join(folder, 'docker-'));
  mkdirSync(join(place, 'data'));
  const socket = `unix://${join(place, 's')}`;
  const places = ['--data-root', join(place, 'data'), '--exec-root', join(place, 'exec'), '-p', join(place, 'pid')];
  const quiet = ['--iptables=false', '--ip6tables=false', '--bridge=none'];
  const child = spawn(findProgram('dockerd'), [...quiet, ...places, '-H', socket], { stdio: 'ignore' });
  watchServer(child);
  const env = { PATH: process.env.PATH, HOME: place, DOCKER_HOST: socket };
  const isReady = async () => {
    const [status] = await once(spawn(findProgram('docker'), ['version'], { env, stdio: 'ignore' }), 'exit');
    return status === 0;
  };
  while (!(await isReady())) {
    if (child.exitCode !== null) throw new Error('dockerd did not start');
    await new Promise((done) => setTimeout(done, 100));
  }
  const stop = async () => {
    await stopped(child);
    rmSync(place, { recursive: true, force: true });
  };
  return { env, stop };
}
