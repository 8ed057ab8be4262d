import { createHmac } from 'node:crypto';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import type { Context } from '../../src/app/world.ts';
import { commandTree } from '../../src/commands/tree.ts';
import { startTestEmulator } from '../support/emulator.ts';
import { accountEnv, testHome } from '../support/login-home.ts';
import { runCli } from '../support/run.ts';

/** Commands that only end when somebody stops them, or that print a secret because that is what they are for. */
const NOT_RUN = new Set(['emulator start', 'emulator env', 'auth key', 'auth token', 'k8s secret']);

/** The words of every command that does something. */
function leaves(commands: readonly Command[], path: readonly string[] = []): string[][] {
  return commands.flatMap((command) => {
    const words = [...path, command.name()];
    return command.commands.length === 0 ? [words] : leaves(command.commands, words);
  });
}

/** Arguments that get most commands as far as the network: an operand of every kind. */
const OPERANDS = [[], ['team'], ['team/web'], ['team/web:v1'], ['team/web', 'name']];

const tree = leaves(commandTree({ world: { stdout: {} } } as Context)).filter((words) => !NOT_RUN.has(words.join(' ')));

describe('no secret is seen', () => {
  it('knows the whole tree', () => {
    expect(tree.length).toBeGreaterThan(30);
    expect(tree).toContainEqual(['org', 'list']);
  });

  it.each(tree.map((words) => ({ name: words.join(' '), words })))(
    'in any output of $name with --debug',
    async ({ words }) => {
      const { info } = await startTestEmulator({ organizations: ['team'] });
      const home = await testHome();
      const key = createHmac('sha256', info.sk).update(info.ak).digest('hex');
      const cookie = 'C00kieCanaryValue';
      const secrets = {
        sk: info.sk,
        ak: info.ak,
        key,
        basic: Buffer.from(`${info.project}@${info.ak}:${key}`).toString('base64'),
        securityToken: 'SecurityTokenCanary',
        cookie,
      };
      const env = {
        ...home.env,
        ...accountEnv(info),
        SWRCTL_SECURITY_TOKEN: secrets.securityToken,
        SWRCTL_CACHE_DIR: join(home.dir, 'cache'),
        SWRCTL_DEBUG: 'api',
        SWRCTL_TIMEOUT: '5s',
      };
      const wrong = { ...env, SWRCTL_SK: `${info.sk}x` };
      for (const operands of OPERANDS) {
        for (const settings of [env, wrong]) {
          const { stdout, stderr } = await runCli([...words, ...operands, '--debug', '--yes'], {
            env: settings,
            cwd: home.dir,
          });
          const again = await runCli([...words, ...operands, '--debug'], { env: settings, cwd: home.dir });
          const output = [stdout, stderr, again.stdout, again.stderr].join('\n');
          const seen = Object.entries(secrets).filter(([, secret]) => output.includes(secret));
          expect(seen.map(([name]) => name)).toEqual([]);
          expect(output).not.toMatch(/SDK-HMAC-SHA256 Access=|Bearer ey|docker login -u \S+ -p [0-9a-f]{64}/);
        }
      }
      const allowed = new Set(['docker/config.json', 'swrctl/profiles/cn-north-4.json']);
      const files = [...(await home.files())].filter(([path]) => !allowed.has(path));
      expect(files.filter(([, text]) => Object.values(secrets).some((secret) => text.includes(secret)))).toEqual([]);
    },
  );
});

/** A program that writes its command line and its environment down, as `ps` would show them. */
async function spyOn(folder: string, name: string, log: string): Promise<void> {
  const script = `#!/bin/sh\ntr '\\0' ' ' < /proc/$$/cmdline >> '${log}'\necho >> '${log}'\ncat > /dev/null\necho 'credentials not found in native keychain'\n[ "$1" = store ]\n`;
  await writeFile(join(folder, name), script, { mode: 0o755 });
}

describe('the process list', () => {
  it('shows no secret of the programs that login starts', async () => {
    const { info } = await startTestEmulator();
    const home = await testHome();
    const [bin, log] = [join(home.dir, 'bin'), join(home.dir, 'commands')];
    await mkdir(bin);
    await symlink('/bin/cat', join(bin, 'cat'));
    await symlink('/usr/bin/tr', join(bin, 'tr'));
    await spyOn(bin, 'docker-credential-spy', log);
    await mkdir(home.dockerDir);
    await writeFile(join(home.dockerDir, 'config.json'), JSON.stringify({ credsStore: 'spy' }));
    const env = { ...home.env, PATH: bin };
    const result = await runCli(['login'], { env: { ...env, ...accountEnv(info) } });
    expect(result).toMatchObject({ exitCode: 0 });
    const seen = await readFile(log, 'utf8');
    expect(seen).toContain('docker-credential-spy store');
    expect(seen).not.toContain(info.sk);
    expect(seen).not.toContain(createHmac('sha256', info.sk).update(info.ak).digest('hex'));
  });
});
