import { chmod, chown, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testHome, type TestHome } from '../support/login-home.ts';
import { runCli, spawnCli } from '../support/run.ts';
import { tempDir } from '../support/temp-dir.ts';

const SOMEBODY = 54_321;
const ME = 12_345;
const itForRoot = it.runIf(process.getuid?.() === 0);

/** A home with everything that says where credentials go. */
async function fullHome() {
  const home = await testHome();
  const { configDir, dockerDir } = home;
  const profile = {
    registry: 'registry.example',
    region: 'cn-north-4',
    accessKey: 'AK0123456789',
    secretPlace: 'file',
  };
  const files = {
    config: join(configDir, 'config.json'),
    profile: join(configDir, 'profiles', 'work.json'),
    secret: join(configDir, 'secrets', 'work.json'),
    docker: join(dockerDir, 'config.json'),
  };
  const texts = {
    config: { activeProfile: 'work' },
    profile,
    secret: { accessKey: 'AK0123456789', secretKey: 'secret' },
    docker: { auths: {} },
  };
  for (const name of Object.keys(files) as (keyof typeof files)[]) {
    await mkdir(dirname(files[name]), { recursive: true, mode: 0o700 });
    await writeFile(files[name], JSON.stringify(texts[name]), { mode: 0o600 });
  }
  return { home, files };
}

/** Reads all of it, and asks nobody. */
const ASK = ['logout', 'registry.example'];
const logOut = ({ env }: TestHome) => runCli(ASK, { env });

describe('what others can write', () => {
  it.each([
    { what: 'config', mode: 0o622 },
    { what: 'profile', mode: 0o666 },
    { what: 'profile', mode: 0o620 },
    { what: 'secret', mode: 0o606 },
    { what: 'docker', mode: 0o602 },
    { what: 'docker', mode: 0o664 },
  ] as const)('is refused, with the repair (the $what file, mode $mode)', async ({ what, mode }) => {
    const { home, files } = await fullHome();
    await chmod(files[what], mode);
    const refused = await logOut(home);
    expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining(files[what]) as string });
    if (what === 'secret') return; // that one must not even be readable: chmod 600
    expect(refused.stderr).toContain(`chmod go-w '${files[what]}'`);
    await chmod(files[what], mode & ~0o022);
    expect(await logOut(home)).toMatchObject({ exitCode: 0 });
  });

  it.each(['config', 'profile', 'docker'] as const)('is refused (the folder of the %s file)', async (what) => {
    const { home, files } = await fullHome();
    const folder = dirname(files[what]);
    for (const mode of [0o777, 0o770, 0o702]) {
      await chmod(folder, mode);
      expect((await logOut(home)).stderr).toContain(`chmod go-w '${folder}'`);
    }
    await chmod(folder, 0o1777); // as /tmp: others cannot replace what is there
    expect(await logOut(home)).toMatchObject({ exitCode: 0 });
  });

  it('is quoted in the repair', async () => {
    const { env, dir } = await testHome();
    const folder = join(dir, "it's; mine");
    await mkdir(folder, { mode: 0o777 });
    await chmod(folder, 0o777);
    const result = await runCli(ASK, { env: { ...env, DOCKER_CONFIG: folder } });
    expect(result.stderr).toContain(`it'\\''s; mine'`);
  });
});

describe('what belongs to somebody else', () => {
  itForRoot.each(['config', 'profile', 'secret', 'docker'] as const)('is refused (the %s file)', async (what) => {
    const { home, files } = await fullHome();
    await chown(files[what], SOMEBODY, SOMEBODY);
    const refused = await logOut(home);
    expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining(`(id ${SOMEBODY})`) as string });
    expect(refused.stderr).toContain(`sudo chown "$(id -u)" '${files[what]}'`);
  });

  itForRoot.each([
    { flag: '--sk-file', text: 'secret', more: ['--ak', 'AK0123456789'] },
    { flag: '--credentials-file', text: 'Access Key Id,Secret Access Key\nAK0123456789,secret', more: [] },
  ])('is no secret of ours ($flag)', async ({ flag, text, more }) => {
    const { env } = await testHome();
    const path = join(await tempDir(), 'secret');
    await writeFile(path, text, { mode: 0o600 });
    const read = () => runCli(['auth', 'key', flag, path, ...more], { env });
    expect(await read()).toMatchObject({ exitCode: 0 });
    await chown(path, SOMEBODY, SOMEBODY);
    expect(await read()).toMatchObject({ exitCode: 1, stdout: '' });
    await chown(dirname(path), SOMEBODY, SOMEBODY); // root in the folder of a user, as with sudo or a volume
    expect(await read()).toMatchObject({ exitCode: 0 });
  });

  itForRoot.each([
    { owner: ME, exitCode: 0 },
    { owner: 0, exitCode: 0 },
    { owner: SOMEBODY, exitCode: 1 },
  ])('as a user ($owner is exit $exitCode)', async ({ owner, exitCode }) => {
    const { env, dir } = await testHome();
    await chown(dir, ME, ME);
    const path = join(dir, 'secret');
    await writeFile(path, 'secret', { mode: 0o644 });
    await chown(path, owner, owner);
    const args = ['auth', 'key', '--ak', 'AK0123456789', '--sk-file', path];
    expect(await spawnCli(args, { env, userId: ME })).toMatchObject({ exitCode });
  });
});
