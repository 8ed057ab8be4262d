import { describe, expect, it } from 'vitest';
import { docker25, multiPlatform } from '../../support/zoo.ts';
import { openInstanceShell, type InstanceShell } from './instance-shell.ts';

interface Moved {
  readonly digest: string;
}

/** An image in the shared edition, as `team/zoo:v1`, and the hosts. */
async function setUp() {
  const shell = await openInstanceShell({ instances: ['team-ci', 'other'] });
  await shell.save('a.tar', docker25);
  const pushed = await shell.runShared(['push', 'a.tar', 'team/zoo:v1', '-o', 'json']);
  const [{ digest } = { digest: '' }] = JSON.parse(pushed.stdout) as Moved[];
  const [first, second] = shell.emulator.info.instances.map(({ host }) => host);
  return { shell, digest, first, second };
}

const digestOf = async (shell: InstanceShell, args: readonly string[]): Promise<string> =>
  (await shell.json<Moved[]>(args))[0]?.digest ?? '';

/** What the calls of these paths were answered with. */
const statusesOf = async ({ emulator }: InstanceShell, part: string): Promise<number[]> =>
  (await emulator.calls()).filter(({ path }) => path.includes(part)).map(({ status }) => status);

describe('copy with an instance in use', () => {
  it('takes an image from the shared edition there and back, each with its own login', async () => {
    const { shell, digest, first } = await setUp();
    const { registry } = shell;
    const there = await digestOf(shell, ['copy', `${registry}/team/zoo:v1`, 'library/zoo:v1']);
    const back = await digestOf(shell, ['copy', `${first}/library/zoo:v1`, `${registry}/team/zoo:back`]);
    expect([there, back]).toEqual([digest, digest]);
    for (const tokens of ['/service/token', '/registry/auth']) {
      expect(new Set(await statusesOf(shell, tokens))).toEqual(new Set([200]));
    }
  });

  it('does so with what login saved', async () => {
    const { shell, digest, first } = await setUp();
    await shell.run(['login', '--insecure-storage']);
    const kept = ['HOME', 'DOCKER_CONFIG', 'SWRCTL_CONFIG_DIR', 'SWRCTL_CACHE_DIR'];
    const env = Object.fromEntries(Object.entries(shell.env).filter(([name]) => kept.includes(name)));
    const there = await shell.run(['copy', `${shell.registry}/team/zoo:v1`, 'library/zoo:v1'], { env });
    expect(there.stdout).toBe(`${first}/library/zoo:v1@${digest}\n`);
    const back = await shell.run(['copy', 'library/zoo:v1', `${shell.registry}/team/zoo:back`], { env });
    expect(back.stdout).toBe(`${shell.registry}/team/zoo:back@${digest}\n`);
  });

  it('takes an index with its attestation from one instance to another as it is', async () => {
    const { shell, second } = await setUp();
    await shell.save('index.tar', multiPlatform);
    const pushed = await digestOf(shell, ['push', 'index.tar', 'library/zoo:v2']);
    expect(await digestOf(shell, ['copy', 'library/zoo:v2', `${second}/library/zoo:v2`])).toBe(pushed);
    const left = await shell.json<unknown[]>(['inspect', `${second}/library/zoo:v2`]).catch(() => []);
    expect(left).not.toEqual([]);
    expect(await shell.run(['diff', 'library/zoo:v2', `${second}/library/zoo:v2`])).toMatchObject({ exitCode: 0 });
  });
});
