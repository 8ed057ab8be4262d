import { execFile } from 'node:child_process';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { dockerSave, testImage } from '../../support/archives.ts';
import { startTestEmulator } from '../../support/emulator.ts';
import { accountEnv, placeEnv, testHome } from '../../support/login-home.ts';
import { itWith } from '../../support/peers.ts';
import { startRegistryServer } from '../../support/registry-server.ts';
import { runCli } from '../../support/run.ts';
import { tarOf } from '../../support/tar.ts';
import { startTokenServer } from '../../support/token-server.ts';

const exec = promisify(execFile);
/** bcrypt of `secret`. */
const HTPASSWD = 'ann:$2b$04$LrvcM217iEcRdUziYJrCGuTvnG.LldC9qO7UozC18XdUIa6BgjN46\n';

const auth = (user: string, password = 'secret') => ({ auth: Buffer.from(`${user}:${password}`).toString('base64') });

/** A user of podman: nothing in docker's files, an image to push, and the folders of a session. */
async function podmanHome() {
  const home = await testHome();
  const env = { ...home.env, XDG_RUNTIME_DIR: join(home.dir, 'run'), XDG_CONFIG_HOME: join(home.dir, 'config') };
  const path = join(home.dir, 'run/containers/auth.json');
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(join(home.dir, 'app.tar'), tarOf(dockerSave(testImage())));
  const cli = (args: readonly string[], more: Readonly<Record<string, string>> = {}) =>
    runCli(args, { env: { ...env, ...more }, cwd: home.dir, homeDir: home.dir });
  const write = (auths: Readonly<Record<string, unknown>>, to = path) => writeFile(to, JSON.stringify({ auths }));
  return { home, env, path, cli, write };
}

async function basicRegistry(): Promise<string> {
  const path = join((await testHome()).dir, 'htpasswd');
  await writeFile(path, HTPASSWD);
  return new URL(await startRegistryServer({ auth: { htpasswd: { realm: 'basic', path } } })).host;
}

describe('a login by podman or skopeo', () => {
  for (const program of ['podman', 'skopeo']) {
    itWith(program, 'docker-registry')(
      `lets us in, from the file that ${program} was given`,
      { timeout: 60_000 },
      async () => {
        const host = await basicRegistry();
        const { home, env, cli } = await podmanHome();
        const file = join(home.dir, 'ours.json');
        const args = ['login', '--authfile', file, '--tls-verify=false', '-u', 'ann', '-p', 'secret', host];
        await exec(program, args, { env: { ...env, REGISTRY_AUTH_FILE: '' } });
        const before = await readFile(file, 'utf8');
        const chosen = { REGISTRY_AUTH_FILE: file };
        expect(await cli(['push', 'app.tar', `${host}/team/app:v1`])).toMatchObject({ exitCode: 4 });
        expect(await cli(['push', 'app.tar', `${host}/team/app:v1`], chosen)).toMatchObject({ exitCode: 0 });
        const status = await cli(['auth', 'status', '--json=login,loginSource,user'], {
          ...chosen,
          SWRCTL_REGISTRY: `http://${host}`,
        });
        expect(JSON.parse(status.stdout)).toEqual({ login: 'ok', loginSource: file, user: 'ann' });
        expect(await readFile(file, 'utf8')).toBe(before);
      },
    );
  }

  itWith('podman', 'docker-registry')(
    'to one namespace is used there, and nowhere else',
    { timeout: 60_000 },
    async () => {
      const host = await basicRegistry();
      const { path, env, cli } = await podmanHome();
      const args = ['login', '--tls-verify=false', '-u', 'ann', '-p', 'secret', `${host}/team`];
      await exec('podman', args, { env: { ...env, DOCKER_CONFIG: '' } });
      expect(await readFile(path, 'utf8')).toContain(`${host}/team`);
      expect(await cli(['push', 'app.tar', `${host}/team/app:v1`])).toMatchObject({ exitCode: 0 });
      expect(await cli(['push', 'app.tar', `${host}/other/app:v1`])).toMatchObject({ exitCode: 4 });
      const place = { SWRCTL_REGISTRY: `http://${host}` };
      expect(await cli(['auth', 'status', '--org', 'team'], place)).toMatchObject({ exitCode: 0 });
      const none = await cli(['auth', 'status'], place);
      expect(none).toMatchObject({ exitCode: 4 });
      expect(none.stderr).toContain(`only to parts of it: ${host}/team (in ${path})`);
    },
  );
});

describe('logins for parts of a registry', () => {
  itWith('docker-registry')('go with the token requests of their repository alone', async () => {
    const tokens = await startTokenServer();
    const { host } = new URL(await startRegistryServer({ auth: tokens.auth }));
    const { cli, write, path } = await podmanHome();
    await write({ [host]: auth('wrong'), [`${host}/team`]: auth('user') });
    expect(await cli(['push', 'app.tar', `${host}/team/app:v1`])).toMatchObject({ exitCode: 0 });
    const copied = await cli(['copy', `${host}/team/app:v1`, `${host}/other/app:v1`]);
    expect(copied).toMatchObject({ exitCode: 4, stderr: expect.stringContaining(`wrong (${path})`) as string });
    const sent = tokens.seen.map(({ url, headers: { authorization = '' } }) => ({
      repositories: new URL(url, tokens.origin).searchParams.getAll('scope').map((scope) => scope.split(':')[1]),
      user: Buffer.from(authorization.slice('Basic '.length), 'base64').toString().split(':')[0],
    }));
    expect(sent.filter(({ user }) => user === 'user').map(({ repositories }) => repositories[0])).toContain('team/app');
    for (const { user, repositories } of sent) {
      expect(user).toBe(repositories[0] === 'team/app' ? 'user' : 'wrong');
    }
  });

  itWith('docker-registry')('come after what the docker config has for the host', async () => {
    const host = await basicRegistry();
    const { home, cli, write } = await podmanHome();
    await write({ [`${host}/team/app`]: auth('bob', 'wrong') });
    await mkdir(home.dockerDir);
    await write({ [host]: auth('ann') }, join(home.dockerDir, 'config.json'));
    expect(await cli(['push', 'app.tar', `${host}/team/app:v1`])).toMatchObject({ exitCode: 0 });
  });
});

describe("podman's file", () => {
  it.each(['{', '{"auths":[]}'])('is named when it is damaged, and left alone (%j)', async (text) => {
    const { cli, path } = await podmanHome();
    await writeFile(path, text);
    const { exitCode, stderr } = await cli(['check', 'app.tar', '--to', '127.0.0.1:1/team/app:v1']);
    expect({ exitCode, names: stderr.includes(`${path} is damaged`) }).toEqual({ exitCode: 1, names: true });
    expect(await readFile(path, 'utf8')).toBe(text);
  });

  it('is refused when others can write it, and the doctor warns when others can read it', async () => {
    const { info } = await startTestEmulator({ organizations: ['team'] });
    const { cli, write, path } = await podmanHome();
    await write({ [info.registry]: auth('ann') });
    await chmod(path, 0o666);
    const refused = await cli(['auth', 'token', 'team/app'], placeEnv(info));
    expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining(`chmod go-w '${path}'`) as string });
    await chmod(path, 0o644);
    const { stdout } = await cli(['doctor', '--json=check,status,target,message'], placeEnv(info));
    expect(JSON.parse(stdout)).toContainEqual({
      ...{ check: 'auth-file', status: 'warn', target: path },
      message: expect.stringContaining('others can read it (mode 0644)') as string,
    });
  });

  it('serves for what login wrote into it, and logout says what somebody else has there', async () => {
    const { info } = await startTestEmulator({ organizations: ['team'] });
    const { cli, path, write } = await podmanHome();
    await write({});
    const chosen = { REGISTRY_AUTH_FILE: path };
    expect(await cli(['login', '--for', 'podman'], { ...chosen, ...accountEnv(info) })).toMatchObject({ exitCode: 0 });
    expect(await cli(['auth', 'token', 'team/app'], chosen)).toMatchObject({ exitCode: 0 });
    const status = await cli(['auth', 'status', '--json=loginSource'], chosen);
    expect(JSON.parse(status.stdout)).toEqual({ loginSource: path });
    const quiet = await cli(['logout'], chosen);
    expect(quiet.stderr).not.toContain('podman logout');

    await write({ [`${info.registry}/team`]: auth('ann') });
    const loud = await cli(['logout', info.registry], chosen);
    expect(loud).toMatchObject({ exitCode: 0 });
    expect(loud.stderr).toContain(`podman logout --authfile '${path}' '${info.registry}/team'`);
    expect(await readFile(path, 'utf8')).toContain('/team');
  });
});
