import { describe, expect, it } from 'vitest';
import { testHome } from '../support/login-home.ts';
import { runCli } from '../support/run.ts';

const PASSWORD = 'Hunter2-pass';
const USER = 'somebody-else';
/** What people write where an address is wanted. */
const ADDRESSES = [
  `https://${USER}:${PASSWORD}@registry.example.com`,
  `http://${USER}:${PASSWORD}@127.0.0.1:9`,
  `${USER}:${PASSWORD}@registry.example.com`,
  `${USER}:${PASSWORD}@localhost`,
  `https://${USER}:x/${PASSWORD}@registry.example.com/v2/`,
  `https://${USER}:x@${PASSWORD}@registry.example.com?y=1`,
  `https://${USER}:${PASSWORD}@[bad`,
  `oci://${USER}:${PASSWORD}@registry.example.com`,
];

const references = ADDRESSES.flatMap((address) => [`${address}/team/app:v1`, `${address}/team/app`]);

/** Command lines and variables that have an address in them. */
const CASES: readonly { readonly args: readonly string[]; readonly env?: Readonly<Record<string, string>> }[] = [
  ...ADDRESSES.flatMap((address) => [
    { args: ['login', address, '--no-input'] },
    { args: ['login', address, '-u', 'x', '--password-stdin'] },
    { args: ['logout', address] },
    { args: ['org', 'list', '--endpoint', address] },
    { args: ['org', 'list', '--iam-endpoint', address] },
    { args: ['org', 'list', `--registry=${address}`] },
    { args: ['auth', 'status'], env: { SWRCTL_REGISTRY: address } },
    { args: ['doctor'], env: { SWRCTL_REGISTRY: address } },
    { args: ['org', 'list'], env: { SWRCTL_ENDPOINT: address } },
    { args: ['perm', 'users'], env: { SWRCTL_IAM_ENDPOINT: address } },
    { args: ['org', 'list', address] },
    { args: [address] },
  ]),
  ...references.flatMap((reference) => [
    { args: ['digest', reference] },
    { args: ['pull', reference] },
    { args: ['push', '-', reference] },
    { args: ['copy', reference, 'team/x'] },
    { args: ['check', '--to', reference, 'none.tar'] },
    { args: ['tag', 'list', reference] },
    { args: ['repo', 'show', reference] },
    { args: ['auth', 'token', reference] },
    { args: ['perm', 'who-can', 'push', reference] },
  ]),
];

describe('a user and password in an address', () => {
  it.each(CASES.map((one) => ({ ...one, name: one.args.join(' ') })))(
    'are not told by $name',
    async ({ args, env }) => {
      const home = await testHome();
      for (const more of [[], ['--debug'], ['--json']]) {
        const key = { SWRCTL_AK: 'AKAKAKAKAKAKAKAK', SWRCTL_SK: 'SKSKSKSKSKSKSKSK', SWRCTL_TIMEOUT: '1s' };
        const words = [...args, ...more];
        const { stdout, stderr } = await runCli(words, { env: { ...home.env, ...key, ...env }, stdin: 'stdin' });
        expect(`${stdout}${stderr}`).not.toContain(PASSWORD);
        expect(`${stdout}${stderr}`).not.toContain(USER);
        expect(`${stdout}${stderr}`).not.toBe('');
      }
    },
  );

  it('is told apart from a tag and a digest', async () => {
    const wrong = await runCli(['digest', 'team/app:v1@sha256:12'], {});
    expect(wrong).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('sha256:12') as string });
    const tag = await runCli(['digest', '127.0.0.1:5000/team/app:v1@latest'], {});
    expect(tag).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('"latest" is not a digest') as string });
  });
});
