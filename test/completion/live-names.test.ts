import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openAccountShell, type AccountShell } from '../support/account-shell.ts';
import { itWith } from '../support/peers.ts';
import { pushImage } from '../support/push-image.ts';
import { BIN, runCli, spawnCli } from '../support/run.ts';
import { startServer } from '../support/scripted-server.ts';
import { tempDir } from '../support/temp-dir.ts';
import { completeInBash, completeInFish, completeInTerminal, completeInZsh, type ShellPlace } from './in-shells.ts';

/** An account with names, and a folder with scripts and a swrctl on PATH. */
async function openPlace(): Promise<ShellPlace & { readonly account: AccountShell }> {
  const account = await openAccountShell();
  await account.run(['org', 'add', 'tools']);
  const folder = account.home;
  for (const repository of ['web', 'web-api']) {
    expect((await account.run(['repo', 'add', `team/${repository}`])).exitCode).toBe(0);
  }
  await pushImage(account.emulator, 'team/web', ['v1', 'v2', 'stable']);
  await account.run(['perm', 'add', 'team', 'alice=read']);
  await mkdir(join(folder, 'bin'));
  await symlink(BIN, join(folder, 'bin/swrctl'));
  for (const shell of ['bash', 'fish', 'zsh']) {
    await writeFile(join(folder, `swrctl.${shell}`), (await runCli(['completion', shell])).stdout);
  }
  const PATH = `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`;
  const cache = { SWRCTL_CACHE_DIR: join(folder, 'cache'), SWRCTL_METADATA_ENDPOINT: 'off', SWRCTL_KEYCHAIN: 'off' };
  return { account, folder, env: { ...account.env, ...cache, PATH } };
}

/** What is typed, and all that is offered for the last word. */
const CASES = [
  { line: 'swrctl org show t', offers: ['team', 'tools'] },
  { line: 'swrctl repo list te', offers: ['team'] },
  { line: 'swrctl repo show t', offers: ['team/', 'tools/'] },
  { line: 'swrctl repo show team/w', offers: ['team/web', 'team/web-api'] },
  { line: 'swrctl tag show team/web', offers: ['team/web-api:', 'team/web:'] },
  { line: 'swrctl tag show team/web:v', offers: ['team/web:v1', 'team/web:v2'] },
  { line: 'swrctl tag remove team/web:v1 team/web:s', offers: ['team/web:stable'] },
  { line: 'swrctl pull team/web:v', offers: ['team/web:v1', 'team/web:v2'] },
  { line: 'swrctl push app.tar team/web:', offers: ['team/web:stable', 'team/web:v1', 'team/web:v2'] },
  { line: 'swrctl inspect team/web:v', offers: ['team/web:v1', 'team/web:v2'] },
  { line: 'swrctl perm list t', offers: ['team', 'team/', 'tools', 'tools/'] },
  { line: 'swrctl perm remove team al', offers: ['alice'] },
  { line: 'swrctl perm add team al', offers: ['alice='] },
  { line: 'swrctl perm add team alice=', offers: ['alice=edit', 'alice=manage', 'alice=read'] },
  { line: 'swrctl trigger add team/web deploy --cluster pr', offers: ['prod'] },
  { line: 'swrctl -q repo --org to', offers: ['tools'] },
  { line: 'swrctl org list --profile w', offers: ['work'] },
  { line: 'swrctl auth switch w', offers: ['work'] },
  { line: 'swrctl sync add team/web --to-region cn-north-1', offers: ['cn-north-1', 'cn-north-11', 'cn-north-12'] },
] as const;

/** As bash splits it, and as readline puts the answer in: only what stands behind the last mark. */
const bashWords = (line: string): string[] => line.split(/ |(?=[:=])|(?<=[:=])/);
const inReadline = (offer: string, line: string): string => {
  const typed = line.slice(line.lastIndexOf(' ') + 1);
  return offer.slice(Math.max(typed.lastIndexOf(':'), typed.lastIndexOf('=')) + 1);
};

describe('live names', () => {
  itWith('bash', 'fish')(
    'are offered by bash and fish',
    async () => {
      const place = await openPlace();
      await makeProfile(place, 'work');
      for (const { line, offers } of CASES) {
        const bash = await completeInBash(bashWords(line), place);
        expect({ line, bash }).toEqual({ line, bash: offers.map((offer) => inReadline(offer, line)).sort() });
        const fish = (await completeInFish(line, place)).map((text) => text.split('\t')[0]);
        expect({ line, fish }).toEqual({ line, fish: [...offers] });
      }
    },
    120_000,
  );

  itWith('tmux', 'zsh')(
    'are offered by zsh',
    async () => {
      const place = await openPlace();
      for (const [line, sees] of [
        ['swrctl org show te', /> swrctl org show team$/m],
        ['swrctl repo show te', /> swrctl repo show team\/$/m],
        ['swrctl tag show team/web:s', /> swrctl tag show team\/web:stable$/m],
        ['swrctl perm add team al', /> swrctl perm add team alice=$/m],
        ['swrctl perm add team alice=r', /> swrctl perm add team alice=read$/m],
        ['swrctl repo list --org=te', /> swrctl repo list --org=team$/m],
        ['swrctl tag show team/web:', /team\/web:stable +team\/web:v1 +team\/web:v2/],
      ] as const) {
        expect(await completeInZsh(line, sees, place)).toMatch(sees);
      }
    },
    120_000,
  );

  itWith('tmux', 'bash')(
    'are put into the line by bash in a terminal',
    async () => {
      const place = await openPlace();
      for (const [line, sees] of [
        ['swrctl tag show team/web:s', /> swrctl tag show team\/web:stable$/m],
        ['swrctl repo show te', /> swrctl repo show team\/$/m],
        ['swrctl perm add team al', /> swrctl perm add team alice=$/m],
        ['swrctl repo list --org=te', /> swrctl repo list --org=team$/m],
      ] as const) {
        const setup = `source ${join(place.folder, 'swrctl.bash')}`;
        expect(await completeInTerminal(['bash', '--norc'], setup, { line, sees }, place)).toMatch(sees);
      }
    },
    120_000,
  );
});

async function makeProfile({ account }: { readonly account: AccountShell }, name: string): Promise<void> {
  const { HOME, SWRCTL_CONFIG_DIR, DOCKER_CONFIG, SWRCTL_SK, ...rest } = account.env;
  const env = { HOME: HOME ?? '', SWRCTL_CONFIG_DIR: SWRCTL_CONFIG_DIR ?? '', DOCKER_CONFIG: DOCKER_CONFIG ?? '' };
  const { SWRCTL_AK: ak = '', ...place } = rest;
  const args = ['login', '--profile', name, '--ak', ak, '--sk-stdin', '--insecure-storage'];
  const result = await account.run(args, { env: { ...place, ...env }, stdin: SWRCTL_SK ?? '' });
  expect(result.stderr).not.toContain('Error');
}

const ask = (place: ShellPlace, ...args: readonly string[]): ReturnType<typeof runCli> =>
  runCli(['__complete', ...args], { env: place.env ?? {}, cwd: place.folder });

const requestsOf = (seen: readonly { readonly url: string }[], part: string): number =>
  seen.filter(({ url }) => url.includes(part)).length;

describe('what the scripts ask', () => {
  it('is asked once in a minute for each account, region and organization', async () => {
    const server = await startServer((_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ namespaces: [{ id: 1, name: 'team', creator_name: 'me', auth: 7 }] }));
    });
    const home = await tempDir();
    const env = {
      ...{ SWRCTL_ENDPOINT: server.origin, SWRCTL_REGION: 'cn-north-4', SWRCTL_PROJECT_ID: 'p', SWRCTL_AK: 'A' },
      ...{ SWRCTL_SK: 'secret-of-a', SWRCTL_CONFIG_DIR: home, SWRCTL_CACHE_DIR: join(home, 'cache') },
    };
    let now = new Date();
    const orgs = (more: Record<string, string> = {}, flags: readonly string[] = []): ReturnType<typeof runCli> =>
      runCli(['__complete', 'org', '', 'org', 'show', ...flags], { env: { ...env, ...more }, now: () => now });
    expect((await orgs()).stdout).toBe('team\n');
    expect((await orgs()).stdout).toBe('team\n');
    expect(requestsOf(server.seen, 'namespaces')).toBe(1);
    await orgs({ SWRCTL_AK: 'B' });
    expect(requestsOf(server.seen, 'namespaces')).toBe(2);
    await orgs({}, ['--region', 'cn-east-3', '--output', 'json', '--nonsense']);
    expect(requestsOf(server.seen, 'namespaces')).toBe(3);
    now = new Date(now.getTime() + 61_000);
    await orgs();
    expect(requestsOf(server.seen, 'namespaces')).toBe(4);
  });

  it('is kept for the owner alone, without a secret', async () => {
    const place = await openPlace();
    expect((await ask(place, 'tag', 'team/web:')).stdout).toContain('team/web:v1\n');
    expect((await ask(place, 'user', '')).stdout).toContain('alice\n');
    const folder = join(place.folder, 'cache/names');
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    const files = await readdir(folder);
    expect(files.length).toBe(2);
    for (const file of files) {
      expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600);
      const text = await readFile(join(folder, file), 'utf8');
      expect(Object.keys(JSON.parse(text) as object)).toEqual(['at', 'names']);
      for (const secret of [place.account.emulator.info.sk, place.account.emulator.info.ak]) {
        expect(text).not.toContain(secret);
      }
    }
  });

  const NOTHING = { stdout: '', stderr: '', exitCode: 0 };

  it('is nothing, and nobody is asked, without a login', async () => {
    const server = await startServer((_request, response) => void response.end('[]'));
    const env = {
      ...{ SWRCTL_ENDPOINT: server.origin, SWRCTL_REGION: 'cn-north-4', SWRCTL_METADATA_ENDPOINT: server.origin },
      ...{ SWRCTL_CONFIG_DIR: await tempDir() },
    };
    for (const kind of ['org', 'repo', 'target', 'tag', 'reference', 'user', 'grant', 'cluster']) {
      expect(await runCli(['__complete', kind, 'team/web:', 'x'], { env, tty: true })).toEqual(NOTHING);
    }
    expect(server.seen).toEqual([]);
  });

  it.each([
    { name: 'an error', status: 500, body: 'oops' },
    { name: 'a refusal', status: 403, body: '{}' },
    { name: 'something else', status: 200, body: '<html>' },
  ])('is nothing when the service answers with $name', async ({ status, body }) => {
    const server = await startServer((_request, response) => void response.writeHead(status).end(body));
    const env = {
      ...{ SWRCTL_ENDPOINT: server.origin, SWRCTL_REGION: 'cn-nroth-4', SWRCTL_PROJECT_ID: 'p', SWRCTL_AK: 'A' },
      ...{ SWRCTL_SK: 'secret-of-a', SWRCTL_CONFIG_DIR: await tempDir() },
    };
    expect(await spawnCli(['__complete', 'org', ''], { env })).toEqual(NOTHING);
  });

  it('is given up when the service does not answer', async () => {
    const server = await startServer(() => undefined);
    const env = {
      ...{ SWRCTL_ENDPOINT: server.origin, SWRCTL_REGION: 'cn-north-4', SWRCTL_PROJECT_ID: 'p', SWRCTL_AK: 'A' },
      ...{ SWRCTL_SK: 'secret-of-a', SWRCTL_CONFIG_DIR: await tempDir() },
    };
    expect(await spawnCli(['__complete', 'org', ''], { env })).toEqual(NOTHING);
    expect(server.seen.length).toBe(1);
  });

  it.each([
    { args: [] },
    { args: ['nonsense', ''] },
    { args: ['org'] },
    { args: ['org', '', '--help'] },
    { args: ['org', '', '--profile', 'nobody'] },
    { args: ['org', '', '--color', 'x'] },
    { args: ['org', '', 'x', '--region'] },
  ])('is nothing for a line that cannot be read: $args', async ({ args }) => {
    expect(await runCli(['__complete', ...args], { tty: true, env: { SWRCTL_AK: 'A' } })).toEqual(NOTHING);
  });

  it('is in no help and no script', async () => {
    expect((await runCli(['--help'])).stdout).not.toContain('__complete');
    expect((await runCli(['help', '__complete'])).exitCode).toBe(2);
    expect((await runCli(['completion', 'powershell'])).stdout).not.toContain('__complete');
  });
});
