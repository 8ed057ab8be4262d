import { describe, expect, it } from 'vitest';
import { startCloudsOf } from '../../support/clouds.ts';
import { startTestEmulator } from '../../support/emulator.ts';
import { testHome } from '../../support/login-home.ts';
import { pushImage } from '../../support/push-image.ts';
import { runCli } from '../../support/run.ts';

const OTC = 'eu-de.otc.t-systems.com';
const SEED = `
accounts: [{ name: emulator, projects: [eu-de_team] }, { name: partner }]
organizations: [{ name: team, region: eu-de }]
`;

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
  await pushImage(emulator, 'team/web', ['v1', 'v2'], undefined, emulator.login(ak, sk, 'eu-de_team'));
  return { run, seen: clouds.seen, emulator, login, home };
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
