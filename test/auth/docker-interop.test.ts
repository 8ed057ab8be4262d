import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDockerConfig, dockerConfigPath, type DockerConfig } from '../../src/auth/docker-config.ts';

const exec = promisify(execFile);
const login = { kind: 'password', username: 'cn-north-4@AK', password: 'a:b c"d' } as const;
const expected = `Basic ${Buffer.from(`${login.username}:${login.password}`).toString('base64')}`;

let folder: string;
let server: Server;
let host: string;
let seen: Set<string | undefined>;
let config: DockerConfig;
let environment: Record<string, string>;

/** The `/v2/` of a registry with Basic authentication: all that a login asks for. */
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'swrctl-interop-'));
  seen = new Set();
  server = createServer((request, response) => {
    const headers = { 'www-authenticate': 'Basic realm="test"', 'docker-distribution-api-version': 'registry/2.0' };
    seen.add(request.headers.authorization);
    const isKnown = request.headers.authorization === expected;
    const status = request.url === '/v2/' ? 200 : 404;
    response.writeHead(isKnown ? status : 401, headers).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  // No engine listens there, so that the docker client does the login by itself.
  const socket = `unix://${join(folder, 'no-engine.sock')}`;
  environment = { PATH: '/usr/bin:/bin', HOME: folder, DOCKER_CONFIG: folder, DOCKER_HOST: socket };
  config = createDockerConfig({ path: dockerConfigPath(environment, folder), env: environment });
});

afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

const run = async (program: string, ...args: string[]) => {
  const { stdout, stderr } = await exec(program, args, { env: environment });
  return `${stdout}${stderr}`;
};

describe('skopeo', () => {
  it('reads the login that we wrote', async () => {
    await config.set(host, login);
    expect((await run('skopeo', 'login', '--get-login', '--authfile', config.path, host)).trim()).toBe(login.username);
    const answer = await run('skopeo', 'login', '--tls-verify=false', '--authfile', config.path, host);
    expect(answer).toContain('Existing credentials are valid');
  });

  it('writes a login that we read', async () => {
    const user = ['-u', login.username, '-p', login.password];
    await run('skopeo', 'login', '--tls-verify=false', '--authfile', config.path, ...user, host);
    expect(await config.get(host)).toEqual({ login, source: config.path });
  });

  it('no longer has what we erased', async () => {
    await config.set(host, login);
    await config.erase(host);
    await expect(run('skopeo', 'login', '--get-login', '--authfile', config.path, host)).rejects.toThrow('not logged');
  });
});

describe('the docker client', () => {
  it('reads the login that we wrote', async () => {
    await config.set(host, login);
    // `docker login` would ask the engine about a login that it has; this command talks to the registry by itself.
    await expect(run('docker', 'manifest', 'inspect', '--insecure', `${host}/team/web:v1`)).rejects.toThrow('no such');
    expect(seen).toEqual(new Set([undefined, expected]));
  });

  it('writes a login that we read', async () => {
    await run('docker', 'login', '-u', login.username, '-p', login.password, host);
    expect(await config.get(host)).toEqual({ login, source: config.path });
  });

  it('removes the login that we wrote and leaves the other', async () => {
    await config.set(host, login);
    await config.set('r.example.com', login);
    await run('docker', 'logout', host);
    expect(await config.list()).toEqual([{ host: 'r.example.com', username: login.username }]);
  });

  it('writes the file as we do, byte for byte', async () => {
    await config.set(host, login);
    const ours = await readFile(config.path, 'utf8');
    await rm(config.path);
    await run('docker', 'login', '-u', login.username, '-p', login.password, host);
    expect(ours).toBe(await readFile(config.path, 'utf8'));
  });
});
