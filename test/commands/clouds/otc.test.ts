import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dockerSave, testImage } from '../../support/archives.ts';
import { startCloudsOf } from '../../support/clouds.ts';
import { startTestEmulator } from '../../support/emulator.ts';
import { accountEnv, testHome } from '../../support/login-home.ts';
import { pushImage } from '../../support/push-image.ts';
import { runCli } from '../../support/run.ts';
import type { SeenRequest } from '../../support/scripted-server.ts';
import { tarOf } from '../../support/tar.ts';

const OTC = 'eu-de.otc.t-systems.com';
const SEED = `
accounts: [{ name: emulator, projects: [eu-de_team] }, { name: partner }]
organizations: [{ name: team, region: eu-de }]
`;

/** What Open Telekom Cloud does not have: no request may go there. */
const MISSING = /triggers|sync_|manage\/regions|\/v3\/manage|agency|authorizationtoken|clusters|POST .*\/tags$/;
const missing = (seen: readonly SeenRequest[]) =>
  seen.map(({ method, url }) => `${method} ${url}`).filter((call) => MISSING.test(call));

/** Somebody who said nothing but the registry and the project, once. */
async function loggedIn() {
  const emulator = await startTestEmulator({ seed: SEED });
  const { ak, sk } = emulator.info;
  const clouds = await startCloudsOf(emulator.url, OTC);
  const home = await testHome();
  const run = (args: readonly string[], stdin?: string) =>
    runCli([...args, ...clouds.flags], { env: { ...home.env, ...clouds.env }, ...(stdin ? { stdin } : {}) });
  const login = await run(
    ['login', `swr.${OTC}`, '--project', 'eu-de_team', '--ak', ak, '--sk-stdin', '--insecure-storage'],
    sk,
  );
  expect(login).toMatchObject({ exitCode: 0 });
  const archive = join(home.dir, 'web.tar');
  await writeFile(archive, tarOf(dockerSave(testImage())));
  expect(await run(['push', archive, 'team/web:v1'])).toMatchObject({ exitCode: 0 });
  return { run, seen: clouds.seen, login };
}

describe('Open Telekom Cloud, after one login', () => {
  it('has every command that the cloud has, without another flag', async () => {
    const { run, seen, login } = await loggedIn();
    expect(login.stderr).toContain('eu-de_team@');
    for (const line of [
      'org add fresh',
      'org list',
      'org show fresh',
      'org remove fresh --yes',
      'repo add team/api',
      'repo list',
      'repo set team/api --public',
      'repo show team/api',
      'repo remove team/api --yes',
      'tag list team/web',
      'tag show team/web:v1',
      'copy team/web:v1 team/web:stable',
      'tag show team/web:stable',
      'tag remove team/web:v1 --yes',
      'perm list team',
      'perm add team alice=edit',
      'perm set team alice=read',
      'perm matrix team',
      'perm remove team alice --yes',
      'share add team/web --account partner --until 30d',
      'share list team/web',
      'share list',
      'share remove team/web partner --yes',
      'retention preview team/web --keep-count 5',
      'retention add team/web --keep-count 5 --yes',
      'retention list team/web',
      'retention history team/web',
      'retention remove team/web --yes',
      'quota',
      'usage',
      'login --temporary',
      'doctor',
    ]) {
      const { exitCode, stderr } = await run(line.split(' '));
      expect(exitCode === 0 ? '' : `${line}: ${exitCode}, ${stderr}`).toBe('');
    }
    const hosts = [...new Set(seen.map(({ headers }) => headers.host))].sort();
    expect(hosts).toEqual([`iam.${OTC}`, `swr-api.${OTC}`, `swr.${OTC}`]);
  });
});

describe('what Open Telekom Cloud does not have', () => {
  const workload = ['--on', 'all', '--workload', 'deployment/web'];
  const target = ['--to-region', 'eu-nl', '--to-org', 'team'];

  it('is said with exit status 2 and a way around, and never asked for', async () => {
    const { run, seen } = await loggedIn();
    const before = seen.length;
    for (const [says, ...args] of [
      ['triggers', 'trigger', 'list', 'team/web'],
      ['triggers', 'trigger', 'show', 'team/web', 'deploy'],
      ['triggers', 'trigger', 'add', 'team/web', 'deploy', ...workload, '--cluster', 'prod'],
      ['triggers', 'trigger', 'remove', 'team/web', 'deploy', '--yes'],
      ['triggers', 'trigger', 'disable', 'team/web', 'deploy'],
      ['(sync)', 'sync', 'regions'],
      ['(sync)', 'sync', 'list', 'team/web'],
      ['(sync)', 'sync', 'jobs', 'team/web'],
      ['(sync)', 'sync', 'add', 'team/web', ...target],
      ['(sync)', 'sync', 'remove', 'team/web', ...target, '--yes'],
      ['(sync)', 'sync', 'run', 'team/web:v1', ...target],
      ['(sync)', 'sync', 'verify', 'team/web', ...target],
      ['swrctl copy', 'tag', 'add', 'team/web:v1', 'stable'],
      ['swrctl login --temporary', 'login', '--enhanced'],
      ['agencies', 'api', 'GET', '/v2/manage/agency'],
      ['agencies', 'api', 'POST', '/v2/manage/agency'],
      ['swrctl api GET /v2/manage/repos', 'api', 'GET', '/v3/manage/repos?limit=5'],
      ['swrctl api GET /v2/manage/repos', 'api', 'GET', '/v3/manage/repos', '--paginate'],
      ['triggers', 'api', 'GET', '/v2/manage/namespaces/team/repos/web/triggers'],
    ]) {
      const { exitCode, stderr, stdout } = await run(args);
      const seemsRight = exitCode === 2 && stdout === '' && stderr.includes(says ?? '');
      expect(
        seemsRight && stderr.includes('Open Telekom Cloud does not have') ? '' : `${args.join(' ')}: ${stderr}`,
      ).toBe('');
    }
    expect(missing(seen.slice(before))).toEqual([]);
  });

  it('is in no row of the doctor, and nothing that the doctor asks', async () => {
    const { run, seen } = await loggedIn();
    const before = seen.length;
    const { exitCode, stdout } = await run(['doctor', '-o', 'tsv']);
    expect(exitCode).toBe(0);
    expect(stdout).not.toMatch(/trigger|sync|retag|agency|enhanced/i);
    expect(missing(seen.slice(before))).toEqual([]);
  });

  it('is left alone where another cloud has it, or nobody knows', async () => {
    const emulator = await startTestEmulator({ organizations: ['team'] });
    await pushImage(emulator, 'team/web', ['v1']);
    const env = { ...(await testHome()).env, ...accountEnv(emulator.info) };
    const list = ['trigger', 'list', 'team/web'];
    for (const cloud of ['', 'myhuaweicloud.com', 'g42cloud.com', 'cloud.example']) {
      expect(await runCli(list, { env: { ...env, SWRCTL_CLOUD: cloud } })).toMatchObject({ exitCode: 0 });
    }
    const refused = await runCli(list, { env: { ...env, SWRCTL_CLOUD: 'otc.t-systems.com' } });
    expect(refused).toMatchObject({ exitCode: 2 });
  });
});
