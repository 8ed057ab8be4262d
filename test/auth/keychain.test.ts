import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startTestEmulator } from '../support/emulator.ts';
import { accountEnv, testHome, type TestHome } from '../support/login-home.ts';
import { itWith } from '../support/peers.ts';
import { BIN, spawnCli } from '../support/run.ts';

/** Runs a shell script in a D-Bus session of its own, with an unlocked keyring if asked for. */
function inSession({ dir, env }: TestHome, script: string, hasKeyring: boolean): Promise<string> {
  const unlock = 'printf "login\\n" | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1;';
  const child = spawn('dbus-run-session', ['--', 'sh', '-c', `${hasKeyring ? unlock : ''} exec 2>&1; ${script}`], {
    env: { ...env, XDG_RUNTIME_DIR: join(dir, 'run'), XDG_DATA_HOME: join(dir, 'data'), SWR: BIN },
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve(Buffer.concat(chunks).toString()));
  });
}

async function sessionHome(): Promise<TestHome> {
  const home = await testHome();
  await mkdir(join(home.dir, 'run'), { mode: 0o700 });
  return home;
}

const exports = (env: Readonly<Record<string, string>>): string =>
  Object.entries(env)
    .map(([name, value]) => `${name}='${value}'`)
    .join(' ');

describe('the keychain', () => {
  itWith('dbus-run-session', 'gnome-keyring-daemon')('keeps the secret key until logout, in no file', async () => {
    const { info } = await startTestEmulator({ organizations: ['team'] });
    const home = await sessionHome();
    const steps = [
      `${exports(accountEnv(info))} "$SWR" login`,
      'echo "== org"; "$SWR" org list -o name',
      'echo "== key"; "$SWR" auth key',
      'echo "== logout"; "$SWR" logout',
      'echo "== org"; "$SWR" org list -o name',
      `echo "== again"; ${exports(accountEnv(info))} "$SWR" login --insecure-storage`,
      '"$SWR" auth remove cn-north-4 --yes',
    ];
    const output = await inSession(home, steps.join('\n'), true);
    expect(output).toContain('Secret key: in the secret service');
    expect(output).toMatch(/== org\nteam\n== key\n[0-9a-f]{64}\n== logout/);
    expect(output).toContain('Removed the secret key of profile "cn-north-4" from the secret service');
    expect(output).toMatch(/== org\nError: The secret key of profile "cn-north-4" was not saved on this machine/);
    expect(output).toContain('as plain text (--insecure-storage)');
    const files = await home.files();
    const kept = [...files].filter(([path]) => !path.startsWith('data/'));
    expect(kept.filter(([, text]) => text.includes(info.sk))).toEqual([]);
  });

  itWith('dbus-run-session', 'gnome-keyring-daemon')(
    'that is away for a logout is cleared by the next one',
    async () => {
      const { info } = await startTestEmulator();
      const home = await sessionHome();
      const away = 'DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent/bus';
      const steps = [
        `${exports(accountEnv(info))} "$SWR" login`,
        `echo "== away"; ${away} "$SWR" logout; echo "status $?"`,
        'echo "== back"; "$SWR" logout --profile cn-north-4; echo "status $?"',
        `echo "== away again"; ${away} "$SWR" logout; echo "status $?"`,
      ];
      const output = await inSession(home, steps.join('\n'), true);
      expect(output).toMatch(
        /== away\n(.*\n)*Error: Everything was removed but the secret key(.*\n)*status 1\n== back/,
      );
      expect(output).toMatch(/== back\nRemoved the secret key .* from the secret service\nstatus 0/);
      expect(output).toMatch(/== away again\n.*was not logged in\nstatus 0/);
    },
  );

  it.each([
    { name: 'no session', env: { SWRCTL_KEYCHAIN: 'on' } },
    {
      name: 'a session that is gone',
      env: { SWRCTL_KEYCHAIN: 'on', DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent/bus' },
    },
    { name: 'SWRCTL_KEYCHAIN=off', env: { SWRCTL_KEYCHAIN: 'off' } },
  ])('that is missing ($name) is said, and nothing goes to a file or the kernel instead', async ({ env }) => {
    const { info } = await startTestEmulator();
    const home = await testHome();
    const login = await spawnCli(['login'], { env: { ...home.env, ...accountEnv(info), ...env } });
    expect(login.exitCode).toBe(0);
    expect(login.stderr).toContain('Secret key: not saved');
    expect(login.stderr).toContain('The keychain cannot be used');
    expect([...(await home.files())].filter(([, text]) => text.includes(info.sk))).toEqual([]);
    const orgs = await spawnCli(['org', 'list'], { env: { ...home.env, ...env } });
    expect(orgs.exitCode).toBe(4);
    expect(orgs.stderr).toContain('SWRCTL_AK and SWRCTL_SK');
    expect(orgs.stderr).toContain('--insecure-storage');
  });
});
