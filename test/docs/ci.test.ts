import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { accountEnv } from '../support/account.ts';
import { dockerSave, testImage } from '../support/archives.ts';
import { startTestEmulator, type TestEmulator, type TestEmulatorOptions } from '../support/emulator.ts';
import { tarOf } from '../support/tar.ts';
import { tempDir } from '../support/temp-dir.ts';
import * as recipes from './ci-recipes.ts';

const ROOT = join(import.meta.dirname, '../..');
const run = promisify(execFile);

const inputs = { source: 'app.tar', references: 'team/app:v1\nteam/app:v2', arguments: '--create-org' };
const image = testImage({ texts: ['base', 'application'] });
const damaged = { ...image, layers: testImage({ texts: ['BASE', 'application'] }).layers };
const DIGEST = /sha256:[\da-f]{64}/;

let packageFile = '';
/** A prefix of npm with swrctl in it, so that only the first run of all installs for real. */
let installed = '';

/** A machine of the CI system that knows nothing yet. */
async function openRunner({ info }: TestEmulator, options: { readonly sk?: string; readonly installs?: boolean } = {}) {
  const [home, workspace] = [await tempDir(), await tempDir()];
  const place = { home, workspace, packageFile };
  const prefix = options.installs === true ? join(home, 'npm') : installed;
  if (options.installs !== true) await symlink(installed, join(workspace, '.tools'));
  const programs = [join(prefix, 'bin'), dirname(process.execPath), process.env['PATH'] ?? ''];
  if (options.installs !== true) programs.unshift(join(installed, 'no-npm'));
  const account = { ...accountEnv(info, home), SWRCTL_RETRIES: '0', ...(options.sk && { SWRCTL_SK: options.sk }) };
  const machine: Record<string, string> = {
    ...account,
    ...recipes.systemVariables(place),
    ...{ PATH: programs.join(':'), npm_config_prefix: prefix, npm_config_prefer_offline: 'true' },
    ...{ npm_config_cache: npmCache, npm_config_loglevel: 'error', SWRCTL_KEYCHAIN: 'off' },
  };
  delete machine['SWRCTL_CACHE_DIR']; // the recipes say where
  const expand = (text: string, env: Record<string, string>): string =>
    text.replace(/\$\{?(\w+)\}?/g, (_, name: string) => env[name] ?? '');
  const pathOf = ({ kept, steps }: recipes.Recipe): string => {
    const own = Object.entries(steps[0]?.env ?? {}).map(([name, value]) => [name, expand(value, machine)]);
    return expand(kept, { ...machine, ...(Object.fromEntries(own) as Record<string, string>) });
  };
  const start = async (recipe: recipes.Recipe, content = image) => {
    await writeFile(join(workspace, 'app.tar'), tarOf(dockerSave(content)));
    let output = '';
    let status = 0;
    for (const { script, shell, env } of recipe.steps) {
      expect(script).not.toContain('${{');
      const file = join(workspace, 'step.sh');
      await writeFile(file, script);
      const [program = '', ...args] = shell;
      const own = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, expand(value, machine)]));
      const child = spawn(program, [...args, file], { cwd: workspace, env: { ...machine, ...own } });
      const hear = (chunk: Buffer): void => void (output += chunk.toString());
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      [status] = (await once(child, 'close')) as [number];
      if (status !== 0) break;
    }
    const written = (name: string): string => readFileSync(join(workspace, name), 'utf8');
    return { output, status, written };
  };
  return { start, pathOf };
}

let npmCache = '';

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'swrctl-recipes-'));
  npmCache = (await run('npm', ['config', 'get', 'cache'])).stdout.trim();
  await run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], { cwd: ROOT });
  packageFile = join(folder, (await readdir(folder)).find((name) => name.endsWith('.tgz')) ?? '');
  installed = join(folder, 'prefix');
  await run('npm', ['install', '--global', '--prefix', installed, '--prefer-offline', '--no-audit', packageFile]);
  await mkdir(join(installed, 'no-npm'));
  await writeFile(join(installed, 'no-npm/npm'), '#!/bin/sh\nexit 0\n');
  await chmod(join(installed, 'no-npm/npm'), 0o755);
  return () => rm(folder, { recursive: true, force: true });
}, 300_000);

const recipeOf = (name: string, { info }: TestEmulator, sk = info.sk): recipes.Recipe => {
  if (name === 'jenkins') return recipes.jenkinsRecipe();
  const [system, shell = 'bash'] = name.split(' ') as [string, ('bash' | 'sh')?];
  if (system === 'gitlab') return recipes.gitlabRecipe(shell);
  if (system === 'codearts') return recipes.codeartsRecipe(shell);
  return recipes.githubRecipe({ ...inputs, region: info.region, ak: info.ak, sk, package: packageFile });
};

const setUp = async (options: TestEmulatorOptions = {}) => startTestEmulator({ organizations: ['team'], ...options });

const NAMES = ['github', 'gitlab bash', 'gitlab sh', 'jenkins', 'codearts bash', 'codearts sh'].map((name) => ({
  name,
}));

describe.each(NAMES)('the recipe for $name', { timeout: 120_000 }, ({ name }) => {
  it('installs swrctl, pushes, and shows no secret', async () => {
    const emulator = await setUp();
    const runner = await openRunner(emulator, { installs: !name.endsWith(' sh') }); // one install for each system
    const { output, status } = await runner.start(recipeOf(name, emulator));
    expect({ output, status }).toMatchObject({ status: 0 });
    expect(output).toMatch(/sent [1-9]/);
    expect(output).not.toContain(emulator.info.sk);
    expect((await emulator.calls()).some(({ method, path }) => method === 'PUT' && path.includes('/manifests/'))).toBe(
      true,
    );
  });

  // Only the record makes a push of this archive possible: the layers of the second run are not what they were.
  it('keeps the folder that spares the next run its layers, and needs no other', async () => {
    const emulator = await setUp();
    const recipe = recipeOf(name, emulator);
    const first = await openRunner(emulator);
    expect(await first.start(recipe)).toMatchObject({ status: 0 });
    const forgetful = await openRunner(emulator);
    expect(await forgetful.start(recipe, damaged)).toMatchObject({ status: 1 });
    const second = await openRunner(emulator);
    await cp(first.pathOf(recipe), second.pathOf(recipe), { recursive: true });
    const { output, status } = await second.start(recipe, damaged);
    expect({ output, status }).toMatchObject({ status: 0 });
    expect(output).toContain('sent 0 B');
  });

  it('ends with the exit status of swrctl', async () => {
    const refusing = await setUp();
    const wrong = 'not-the-secret-key';
    const denied = await (await openRunner(refusing, { sk: wrong })).start(recipeOf(name, refusing, wrong));
    expect(denied.status).toBe(4);
    expect(denied.output).not.toContain(wrong);
    const busy = await setUp({ faults: ['503:POST'] });
    expect((await (await openRunner(busy)).start(recipeOf(name, busy))).status).toBe(7);
  });
});

describe('what the recipes hand on', () => {
  it('is outputs of the action: digest, images and exit status', async () => {
    const emulator = await setUp();
    const { written } = await (await openRunner(emulator)).start(recipeOf('github', emulator));
    const lines = written('github-output').trim().split('\n');
    expect(lines[0]).toBe('exit-code=0');
    expect(lines[1]).toMatch(new RegExp(`^digest=${DIGEST.source}$`));
    expect(lines.slice(2)).toEqual([
      'images<<END_OF_IMAGES',
      ...['v1', 'v2'].map((tag) => `${emulator.info.registry}/team/app:${tag}@${lines[1]?.slice(7) ?? ''}`),
      'END_OF_IMAGES',
    ]);
  });

  it('is an error of the action that says what to look at', async () => {
    const emulator = await setUp();
    const { output, written } = await (await openRunner(emulator)).start(recipeOf('github', emulator, 'wrong'));
    expect(output).toMatch(/^::error title=swrctl push::Login refused/m);
    expect(written('github-output')).toContain('exit-code=4\n');
  });

  it('is a variable of GitLab with the digest', async () => {
    const emulator = await setUp();
    const { written } = await (await openRunner(emulator)).start(recipeOf('gitlab', emulator));
    expect(written('push.env')).toMatch(new RegExp(`^IMAGE=team/app@${DIGEST.source}\\n$`));
  });

  it('is another try of GitLab, and an unstable build of Jenkins, where the service throttles', () => {
    expect(recipes.gitlabJob().retry.exit_codes).toEqual([7]);
    expect(recipes.jenkinsfile()).toMatch(/status == 7\) \{\n +unstable\(/);
  });
});
