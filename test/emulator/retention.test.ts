import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startTestEmulator, type TestEmulator } from '../support/emulator.ts';
import { pushImage } from '../support/push-image.ts';
import { digestOf, registryCalls } from '../support/registry-calls.ts';
import { tempDir } from '../support/temp-dir.ts';
import { vendorSdk } from '../support/vendor-sdk.ts';

const app = { namespace: 'team', repository: 'app' };
const DAY = 86_400;

type Selector = readonly [kind: 'label' | 'regexp', pattern: string];

const rule = (params: { days?: string; num?: string }, ...selectors: Selector[]): unknown => ({
  algorithm: 'or',
  rules: [
    {
      template: params.days === undefined ? 'tag_rule' : 'date_rule',
      params,
      tag_selectors: selectors.map(([kind, pattern]) => ({ kind, pattern })),
    },
  ],
});

const tagsOf = async (emulator: TestEmulator): Promise<string[]> =>
  ((await vendorSdk(emulator)('listRepositoryTags', app)) as unknown as { Tag: string }[]).map(({ Tag }) => Tag).sort();

const pushAll = async (emulator: TestEmulator, tags: readonly string[]): Promise<void> => {
  for (const tag of tags) await pushImage(emulator, 'team/app', [tag]);
};

describe('a retention rule', () => {
  it.each<{ name: string; body: unknown; left: string[] }>([
    { name: 'keeps the newest when made', body: rule({ num: '2' }), left: ['v2', 'v3'] },
    {
      name: 'leaves labels out, and does not count them',
      body: rule({ num: '1' }, ['label', 'v3']),
      left: ['v2', 'v3'],
    },
    { name: 'leaves patterns out', body: rule({ num: '1' }, ['regexp', 'v.*']), left: ['rc-1', 'v1', 'v2', 'v3'] },
    { name: 'anchors patterns', body: rule({ num: '1' }, ['regexp', 'v']), left: ['v3'] },
    {
      name: 'takes alternatives in parentheses',
      body: rule({ num: '1' }, ['regexp', '(v1|v3)']),
      left: ['v1', 'v2', 'v3'],
    },
    {
      name: 'splits alternatives without parentheses, as the service does',
      body: rule({ num: '1' }, ['regexp', 'r|x']),
      left: ['rc-1', 'v3'],
    },
    { name: 'keeps what is young enough', body: rule({ days: '1' }), left: ['rc-1', 'v1', 'v2', 'v3'] },
  ])('$name', async ({ body, left }) => {
    const emulator = await startTestEmulator({ organizations: ['team'] });
    await pushAll(emulator, ['rc-1', 'v1', 'v2', 'v3']);
    await vendorSdk(emulator)('createRetention', app, body);
    expect(await tagsOf(emulator)).toEqual(left);
  });

  it('runs on every push and logs what it deletes, the latest first', async () => {
    const emulator = await startTestEmulator({ organizations: ['team'] });
    const sdk = vendorSdk(emulator);
    await pushAll(emulator, ['v1']);
    const { id } = await sdk('createRetention', app, rule({ num: '1' }));
    await pushAll(emulator, ['v2', 'v3']);
    expect(await tagsOf(emulator)).toEqual(['v3']);
    expect(await sdk('listRetentionHistories', { ...app, filter: 'limit::1|offset::0' })).toMatchObject({
      total: 2,
      retention_log: [{ tag: 'v2', namespace: 'team', repo: 'app', retention_id: id }],
    });
    const rest = await sdk('listRetentionHistories', { ...app, filter: 'limit::1|offset::1' });
    expect(rest).toMatchObject({ retention_log: [{ tag: 'v1' }] });
  });

  it('deletes by age when the clock moves, and the push of an old tag makes it young', async () => {
    const emulator = await startTestEmulator({ organizations: ['team'] });
    await pushAll(emulator, ['v1', 'v2']);
    await vendorSdk(emulator)('createRetention', app, rule({ days: '7' }));
    await emulator.control('clock', { advanceSeconds: 6 * DAY });
    await pushAll(emulator, ['v2']);
    await emulator.control('clock', { advanceSeconds: 2 * DAY });
    expect(await tagsOf(emulator)).toEqual(['v2']);
  });

  it('deletes by age when time passes by itself', async () => {
    let passed = 0;
    const emulator = await startTestEmulator({
      organizations: ['team'],
      now: () => new Date(Date.now() + passed),
    });
    await pushAll(emulator, ['v1']);
    await vendorSdk(emulator)('createRetention', app, rule({ days: '1' }));
    passed = 2 * DAY * 1000;
    const calls = registryCalls(emulator.url, await emulator.token(['repository:team/app:pull']));
    expect((await calls.call('GET', '/v2/team/app/manifests/v1')).status).toBe(404);
  });

  it('is alone in its repository and keeps its template', async () => {
    const emulator = await startTestEmulator({ organizations: ['team'] });
    const sdk = vendorSdk(emulator);
    await pushAll(emulator, ['v1']);
    const { id: retentionId } = await sdk('createRetention', app, rule({ num: '1' }));
    const refused = { httpStatusCode: 400, errorCode: 'SVCSTG.SWR.4000014' };
    await expect(sdk('createRetention', app, rule({ num: '2' }))).rejects.toMatchObject(refused);
    const other = sdk('updateRetention', { ...app, retentionId }, rule({ days: '1' }));
    await expect(other).rejects.toMatchObject(refused);
  });

  it('runs again when it is changed', async () => {
    const emulator = await startTestEmulator({ organizations: ['team'] });
    const sdk = vendorSdk(emulator);
    await pushAll(emulator, ['v1', 'v2', 'v3']);
    const { id: retentionId } = await sdk('createRetention', app, rule({ num: '3' }));
    await sdk('updateRetention', { ...app, retentionId }, rule({ num: '1' }));
    expect(await tagsOf(emulator)).toEqual(['v3']);
  });
});

describe('the content of a deleted tag', () => {
  it('goes from the registry and from the disk, unless another tag has it', async () => {
    const dataDir = await tempDir();
    const emulator = await startTestEmulator({ organizations: ['team'], dataDir });
    const kept = await pushImage(emulator, 'team/app', ['v1', 'again'], 'kept');
    const gone = await pushImage(emulator, 'team/app', ['v2'], 'gone');
    const sdk = vendorSdk(emulator);
    for (const tag of ['v1', 'v2']) await sdk('deleteRepoTag', { ...app, tag });
    const calls = registryCalls(emulator.url, await emulator.token(['repository:team/app:pull']));
    expect((await calls.call('GET', `/v2/team/app/manifests/${kept}`)).status).toBe(200);
    expect((await calls.call('GET', `/v2/team/app/manifests/${gone}`)).status).toBe(404);
    expect((await calls.call('HEAD', `/v2/team/app/blobs/${digestOf('gone')}`)).status).toBe(404);
    const files = await readdir(join(dataDir, 'blobs', 'sha256'));
    expect(files.map((hex) => `sha256:${hex}`).sort()).toEqual([digestOf('{}'), digestOf('kept'), kept].sort());
  });

  it('stays on the disk while another repository has it, and goes with the last one', async () => {
    const dataDir = await tempDir();
    const emulator = await startTestEmulator({ organizations: ['team'], dataDir });
    await pushImage(emulator, 'team/app', ['v1'], 'same');
    await pushImage(emulator, 'team/other', ['v1'], 'same');
    const sdk = vendorSdk(emulator);
    await sdk('deleteRepo', app);
    const calls = registryCalls(emulator.url, await emulator.token(['repository:team/other:pull']));
    expect((await calls.call('GET', `/v2/team/other/blobs/${digestOf('same')}`)).text).toBe('same');
    await sdk('deleteRepo', { ...app, repository: 'other' });
    expect(await readdir(join(dataDir, 'blobs', 'sha256'))).toEqual([]);
  });
});
