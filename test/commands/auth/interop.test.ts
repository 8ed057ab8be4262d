import { execFile } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startTestEmulator } from '../../support/emulator.ts';
import { accountEnv, placeEnv, testHome, type TestHome } from '../../support/login-home.ts';
import { itWith } from '../../support/peers.ts';
import { startRegistryServer } from '../../support/registry-server.ts';
import { runCli, spawnCli } from '../../support/run.ts';

const exec = promisify(execFile);

/** A registry with Basic authentication that knows one user, and remembers what it was told. */
async function startBasicRegistry(user: string, password: string): Promise<{ host: string; heard: Set<string> }> {
  const heard = new Set<string>();
  const wanted = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const server = createServer((request, response) => {
    const { authorization } = request.headers;
    if (authorization !== undefined) heard.add(authorization);
    response.writeHead(authorization === wanted ? 200 : 401, { 'www-authenticate': 'Basic realm="test"' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, heard };
}

/** Without an engine the docker client does the login by itself. */
const dockerEnv = ({ env, dir }: TestHome) => ({ ...env, DOCKER_HOST: `unix://${join(dir, 'none.sock')}` });

describe('what login writes', () => {
  itWith('skopeo')('lets skopeo in', async () => {
    const { info } = await startTestEmulator({ organizations: ['team'] });
    const home = await testHome();
    await runCli(['login'], { env: { ...home.env, ...accountEnv(info) } });
    const authfile = ['--authfile', join(home.dockerDir, 'config.json')];
    const known = await exec('skopeo', ['login', '--get-login', ...authfile, info.registry]);
    expect(known.stdout.trim()).toBe(`${info.project}@${info.ak}`);
    const again = await exec('skopeo', ['login', '--tls-verify=false', ...authfile, info.registry]);
    expect(again.stdout).toContain('Existing credentials are valid');
  });

  itWith('docker')('lets the docker client in, until logout', async () => {
    const { info } = await startTestEmulator({ organizations: ['team'] });
    const home = await testHome();
    // `docker login` would ask the engine about a login that it has; this command talks to the registry by itself.
    const args = ['manifest', 'inspect', '--insecure', `${info.registry}/team/web:v1`];
    const inspect = () => exec('docker', args, { env: dockerEnv(home) });
    await runCli(['login'], { env: { ...home.env, ...accountEnv(info) } });
    await expect(inspect()).rejects.toThrow('no such manifest');
    await runCli(['logout'], { env: home.env });
    await expect(inspect()).rejects.toThrow(/unauthorized|denied|may not login/i);
  });
});

describe('swrctl login --print', () => {
  it.each([
    { form: 'docker', line: 'docker login -u USER -p KEY HOST' },
    { form: 'podman', line: 'podman login --tls-verify=false -u USER -p KEY HOST' },
    { form: 'nerdctl', line: 'nerdctl login --insecure-registry -u USER -p KEY HOST' },
    { form: 'skopeo', line: 'skopeo login --tls-verify=false -u USER -p KEY HOST' },
    { form: 'ctr', line: 'ctr images pull --plain-http --user USER:KEY HOST/ORG/REPO:TAG' },
    { form: 'json', line: '{"registry":"HOST","username":"USER","password":"KEY"}' },
  ])('prints the login for $form and saves nothing', async ({ form, line }) => {
    const { info, login } = await startTestEmulator();
    const { user, password } = login();
    const home = await testHome();
    const result = await runCli(['login', '--print', form], { env: { ...home.env, ...accountEnv(info) } });
    const words: Record<string, string> = { USER: user, KEY: password, HOST: info.registry };
    const expected = line.replace(/USER|KEY|HOST/g, (word) => words[word] ?? word);
    expect(result).toEqual({ exitCode: 0, stdout: `${expected}\n`, stderr: '' });
    expect([...(await home.files())]).toEqual([]);
  });

  itWith('skopeo')('prints a line that skopeo runs', async () => {
    const { info } = await startTestEmulator();
    const home = await testHome();
    const printed = await runCli(['login', '--print', 'skopeo'], { env: { ...home.env, ...accountEnv(info) } });
    const env = { ...home.env, REGISTRY_AUTH_FILE: join(home.dir, 'auth.json') };
    expect((await exec('sh', ['-c', printed.stdout], { env })).stdout).toContain('Login Succeeded');
  });

  itWith('docker')('prints a line that docker runs', async () => {
    const { info } = await startTestEmulator();
    const home = await testHome();
    const printed = await runCli(['login', '--print', 'docker'], { env: { ...home.env, ...accountEnv(info) } });
    expect((await exec('sh', ['-c', printed.stdout], { env: dockerEnv(home) })).stdout).toContain('Login Succeeded');
  });

  it('prints a line that login itself reads', async () => {
    const { info } = await startTestEmulator();
    const home = await testHome();
    const printed = await runCli(['login', '--print', 'docker'], { env: { ...home.env, ...accountEnv(info) } });
    const place = { SWRCTL_REGION: info.region };
    const result = await runCli(['login', '--sk-stdin'], { env: { ...home.env, ...place }, stdin: printed.stdout });
    expect(result).toMatchObject({ exitCode: 0 });
    expect(result.stderr).toContain('Secret key: not known');
  });
});

describe('swrctl login with a password', () => {
  it('serves any registry, and writes nothing but the docker config', async () => {
    const { host } = await startBasicRegistry('ann', 's3cret word');
    const home = await testHome();
    const args = ['login', host, '-u', 'ann', '--password-stdin'];
    const result = await runCli(args, { env: home.env, stdin: 's3cret word\n' });
    expect(result).toMatchObject({ exitCode: 0 });
    expect(await home.dockerConfig()).toEqual({
      auths: { [host]: { auth: Buffer.from('ann:s3cret word').toString('base64') } },
    });
    expect([...(await home.files()).keys()]).toEqual(['docker/config.json']);
    const wrong = await runCli(args, { env: home.env, stdin: 'wrong' });
    expect(wrong.exitCode).toBe(4);
    expect(`${wrong.stdout}${wrong.stderr}`).not.toContain('s3cret');
  });

  it('sends nothing that an access key proves to a registry that is not SWR', async () => {
    const { host, heard } = await startBasicRegistry('ann', 'secret');
    const { info } = await startTestEmulator();
    const home = await testHome();
    const env = { ...home.env, ...accountEnv(info) };
    for (const args of [
      ['login', host],
      ['login', '--registry', host],
    ]) {
      const result = await runCli(args, { env });
      expect(result.exitCode).toBe(2);
      expect(result.stderr).toContain('is not an SWR registry');
    }
    expect([...heard]).toEqual([]);
    expect([...(await home.files())]).toEqual([]);
  });

  itWith('docker-registry')('warns when a registry asks nobody for a login', async () => {
    const { host } = new URL(await startRegistryServer());
    const home = await testHome();
    const result = await runCli(['login', host, '-u', 'ann', '--password-stdin'], { env: home.env, stdin: 'x' });
    expect(result.exitCode).toBe(0);
    expect(result.stderr).toContain('this one proves nothing');
  });
});

describe('a credential helper of the docker config', () => {
  const withStore = async (home: TestHome, name: string): Promise<void> => {
    await mkdir(home.dockerDir);
    await writeFile(join(home.dockerDir, 'config.json'), JSON.stringify({ credsStore: name }));
  };

  it('keeps the login key instead of the file', async () => {
    const { info, login } = await startTestEmulator();
    const home = await testHome();
    await withStore(home, 'box');
    const helper = join(home.dir, 'docker-credential-box');
    const box = join(home.dir, 'box.json');
    await writeFile(
      helper,
      `#!/bin/sh\ncase "$1" in\nstore) cat > '${box}' ;;\nget) cat > /dev/null; [ -f '${box}' ] && cat '${box}' || { echo 'credentials not found in native keychain'; exit 1; } ;;\nerase) cat > /dev/null; rm -f '${box}' ;;\nesac\n`,
    );
    await chmod(helper, 0o755);
    const env = { ...home.env, PATH: `${home.dir}:/usr/bin:/bin` };
    const result = await runCli(['login'], { env: { ...env, ...accountEnv(info) } });
    expect(result.exitCode).toBe(0);
    expect(result.stderr).toContain('kept by docker-credential-box');
    expect(await home.dockerConfig()).toEqual({ credsStore: 'box', auths: { [info.registry]: {} } });
    expect(JSON.parse((await home.files()).get('box.json') ?? '')).toMatchObject({ Secret: login().password });
    expect(await runCli(['auth', 'status', '--query', 'login'], { env })).toMatchObject({ stdout: '"ok"\n' });
    expect((await runCli(['logout'], { env })).stderr).toContain('from docker-credential-box');
    expect((await home.files()).has('box.json')).toBe(false);
  });

  it('that is missing is an error, with nothing written', async () => {
    const { info } = await startTestEmulator();
    const home = await testHome();
    await withStore(home, 'absent');
    const result = await runCli(['login', '--insecure-storage'], { env: { ...home.env, ...accountEnv(info) } });
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain('docker-credential-absent is not on the PATH');
    expect([...(await home.files())]).toEqual([['docker/config.json', '{"credsStore":"absent"}']]);
  });
});

describe('several logins at once', () => {
  it('lose nothing', async () => {
    const { info, login } = await startTestEmulator();
    const home = await testHome();
    const numbers = [1, 2, 3, 4];
    const results = await Promise.all(
      numbers.flatMap((number) => [
        spawnCli(['login', '--profile', `p${number}`, '--insecure-storage'], {
          env: { ...home.env, ...accountEnv(info) },
        }),
        spawnCli(['login', `r${number}.example.com`, '-u', 'ann', '--password-stdin', '--no-verify'], {
          env: home.env,
          stdin: `secret${number}`,
        }),
      ]),
    );
    expect(results.map(({ exitCode, stderr }) => (exitCode === 0 ? 0 : stderr))).toEqual(results.map(() => 0));
    const { user, password } = login();
    const entries = numbers.map((number) => [`r${number}.example.com`, `ann:secret${number}`]);
    const auths = Object.entries((await home.dockerConfig())?.auths ?? {}).map(([host, { auth = '' }]) => [
      host,
      Buffer.from(auth, 'base64').toString(),
    ]);
    expect(auths.sort()).toEqual([[info.registry, `${user}:${password}`], ...entries].sort());
    const list = await runCli(['auth', 'list', '-o', 'name'], { env: home.env });
    expect(list.stdout.trim().split('\n')).toEqual(numbers.map((number) => `p${number}`));
    const kept = [...(await home.files()).keys()].filter((path) => path.startsWith('swrctl/secrets/'));
    expect(kept.sort()).toEqual(numbers.map((number) => `swrctl/secrets/p${number}.json`));
  }, 60_000);
});

describe('secrets', () => {
  it('stand nowhere but where they belong, also with --debug', async () => {
    const { info, login } = await startTestEmulator({ organizations: ['team'] });
    const home = await testHome();
    const { user, password } = login();
    const auth = Buffer.from(`${user}:${password}`).toString('base64');
    const env = { ...home.env, ...accountEnv(info) };
    const place = { ...home.env, ...placeEnv(info) };
    const outputs: string[] = [];
    const run = async (args: string[], options: Parameters<typeof runCli>[1]) => {
      const { stdout, stderr } = await runCli([...args, '--debug'], options);
      outputs.push(stdout, stderr);
    };
    await run(['login', '--insecure-storage'], { env });
    await run(['auth', 'status', '-o', 'json'], { env: home.env });
    await run(['auth', 'list', '-o', 'yaml'], { env: home.env });
    await run(['org', 'list'], { env: home.env });
    const line = `docker login -u ${user} -p ${password}x ${info.registry}`;
    await run(['login', '--sk-stdin'], { env: place, stdin: line });
    await run(['login', 'other.example', '--sk-stdin'], { env: place, stdin: line });
    await run(['login', '--ak', info.ak, '--sk-stdin'], { env: place, stdin: `${info.sk}\nsecond line` });
    await run(['login', '--ak', info.ak, '--sk-stdin'], { env: place, stdin: `${info.sk}x` });
    expect(outputs.filter((text) => [info.sk, password, auth, info.ak].some((one) => text.includes(one)))).toEqual([]);
    const holders = (text: string) =>
      home.files().then((files) => [...files].flatMap(([path, all]) => (all.includes(text) ? [path] : [])));
    expect(await holders(info.sk)).toEqual(['swrctl/secrets/cn-north-4.json']);
    expect(await holders(auth)).toEqual(['docker/config.json']);
    expect(await holders(password)).toEqual([]);
  });
});
