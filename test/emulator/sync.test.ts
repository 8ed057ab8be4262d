import { describe, expect, it, vi } from 'vitest';
import { ORDINARY_USERS } from '../../src/emulator/iam/accounts.ts';
import { startTestEmulator, type TestEmulator } from '../support/emulator.ts';
import { pushImage } from '../support/push-image.ts';
import { registryCalls } from '../support/registry-calls.ts';
import { signedCall } from '../support/signed-call.ts';
import { tempDir } from '../support/temp-dir.ts';
import { vendorSdk } from '../support/vendor-sdk.ts';

const app = { namespace: 'team', repository: 'app' };
const target = { remoteRegionId: 'cn-east-3', remoteNamespace: 'copies' };
const SEED = `organizations:
  - { name: team, repositories: [{ name: app }] }
  - { name: copies, region: cn-east-3 }`;

interface Job {
  readonly tag: string;
  readonly status: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

const jobsOf = async (emulator: TestEmulator): Promise<Job[]> => [
  ...((await vendorSdk(emulator)('showSyncJob', {
    ...app,
    filter: 'limit::100|offset::0|order::asc',
  })) as unknown as Job[]),
];

/** Waits until no job is under way. */
async function finishedJobs(emulator: TestEmulator): Promise<Job[]> {
  return vi.waitFor(async () => {
    const jobs = await jobsOf(emulator);
    expect(jobs.map(({ status }) => status)).not.toContain('waiting');
    expect(jobs.map(({ status }) => status)).not.toContain('running');
    return jobs;
  });
}

/** What the other region's registry answers for a tag. */
async function copied(emulator: TestEmulator, tag: string): Promise<{ status: number; digest: string | null }> {
  const { ak, sk } = emulator.info;
  const token = await emulator.token(['repository:copies/app:pull'], emulator.login(ak, sk, 'cn-east-3'));
  const reply = await registryCalls(emulator.url, token).call('GET', `/v2/copies/app/manifests/${tag}`);
  return { status: reply.status, digest: reply.headers.get('docker-content-digest') };
}

describe('an automatic sync', () => {
  it('copies later pushes, with their content, and leaves them when the rule goes', async () => {
    const emulator = await startTestEmulator({ seed: SEED });
    const sdk = vendorSdk(emulator);
    await pushImage(emulator, 'team/app', ['before']);
    await sdk('createImageSyncRepo', app, { ...target, syncAuto: true });
    const digest = await pushImage(emulator, 'team/app', ['v1']);
    expect(await finishedJobs(emulator)).toMatchObject([
      { tag: 'v1', status: 'success', syncOperatorName: 'administrator' },
    ]);
    await sdk('deleteImageSyncRepo', app, target);
    await sdk('deleteRepo', app);
    expect(await copied(emulator, 'v1')).toEqual({ status: 200, digest });
    expect((await copied(emulator, 'before')).status).toBe(404);
  });

  it('is accepted without a target organization, and fails then', async () => {
    const emulator = await startTestEmulator({ seed: SEED });
    const sdk = vendorSdk(emulator);
    await sdk('createImageSyncRepo', app, { ...target, remoteNamespace: 'nope', syncAuto: true });
    await pushImage(emulator, 'team/app', ['v1']);
    expect(await finishedJobs(emulator)).toMatchObject([{ status: 'failed' }]);
  });

  it('is listed only when it is automatic, and replaced when it is made again', async () => {
    const emulator = await startTestEmulator({ seed: SEED });
    const sdk = vendorSdk(emulator);
    await sdk('createImageSyncRepo', app, { ...target, syncAuto: false });
    expect(await sdk('listImageAutoSyncReposDetails', app)).toHaveLength(0);
    await sdk('createImageSyncRepo', app, { ...target, syncAuto: true, override: true });
    const rules = await sdk('listImageAutoSyncReposDetails', app);
    expect(rules).toHaveLength(1);
    expect(rules).toHaveProperty('0.override', true);
  });

  it('is for administrators', async () => {
    const emulator = await startTestEmulator({
      seed: `${SEED.replace('team,', 'team, grants: [{ user: alice, level: manage }],')}`,
    });
    const alice = vendorSdk(emulator, ORDINARY_USERS[0]);
    await expect(alice('createImageSyncRepo', app, { ...target, syncAuto: true })).rejects.toMatchObject({
      errorCode: 'SVCSTG.SWR.4039002',
    });
  });
});

describe('a manual sync', () => {
  it.each([
    { override: false, status: 'existed', changed: false },
    { override: true, status: 'success', changed: true },
  ])('with override $override ends as $status where the tag exists', async ({ override, status, changed }) => {
    const emulator = await startTestEmulator({ seed: SEED });
    const sdk = vendorSdk(emulator);
    const first = await pushImage(emulator, 'team/app', ['v1'], 'first');
    await sdk('createManualImageSyncRepo', app, { ...target, imageTag: ['v1'] });
    await finishedJobs(emulator);
    const second = await pushImage(emulator, 'team/app', ['v1'], 'second');
    await sdk('createManualImageSyncRepo', app, { ...target, imageTag: ['v1'], override });
    expect((await finishedJobs(emulator)).at(-1)).toMatchObject({ status });
    expect((await copied(emulator, 'v1')).digest).toBe(changed ? second : first);
  });

  it('is under way for a while', async () => {
    const emulator = await startTestEmulator({ seed: SEED });
    await pushImage(emulator, 'team/app', ['v1']);
    await vendorSdk(emulator)('createManualImageSyncRepo', app, { ...target, imageTag: ['v1'] });
    const [job] = await finishedJobs(emulator);
    expect(Date.parse(job?.updatedAt ?? '')).toBeGreaterThan(Date.parse(job?.createdAt ?? ''));
  });

  it('that was stopped goes on with the next start', async () => {
    const dataDir = await tempDir();
    const first = await startTestEmulator({ seed: SEED, dataDir });
    const digest = await pushImage(first, 'team/app', ['v1']);
    await vendorSdk(first)('createManualImageSyncRepo', app, { ...target, imageTag: ['v1'] });
    await first.close();
    const second = await startTestEmulator({ dataDir });
    expect((await finishedJobs(second))[0]?.status).toBe('success');
    expect((await copied(second, 'v1')).digest).toBe(digest);
  });

  it('that a reset stopped writes nothing into the fresh state, also not after a restart', async () => {
    const dataDir = await tempDir();
    const emulator = await startTestEmulator({ seed: SEED, dataDir });
    const sync = async (tag: string) => {
      await pushImage(emulator, 'team/app', [tag]);
      await vendorSdk(emulator)('createManualImageSyncRepo', app, { ...target, imageTag: [tag] });
    };
    await sync('old');
    await emulator.control('reset');
    await pushImage(emulator, 'team/app', ['old']);
    await sync('new'); // ends after the old one would have
    expect(await finishedJobs(emulator)).toMatchObject([{ tag: 'new', status: 'success' }]);
    expect((await copied(emulator, 'new')).status).toBe(200);
    expect((await copied(emulator, 'old')).status).toBe(404);
    await emulator.close();
    const next = await startTestEmulator({ dataDir });
    expect((await jobsOf(next)).map(({ tag }) => tag)).toEqual(['new']);
  });

  it('says nothing about a tag that is not there', async () => {
    const emulator = await startTestEmulator({ seed: SEED });
    const failed = await vendorSdk(emulator)('createManualImageSyncRepo', app, { ...target, imageTag: ['nope'] });
    expect(failed).toHaveLength(0);
    expect(await jobsOf(emulator)).toEqual([]);
  });

  it('names missing tags and organizations when silent-success is off', async () => {
    const emulator = await startTestEmulator({ seed: SEED, quirks: { 'silent-success': false } });
    const path = '/v2/manage/namespaces/team/repos/app/sync_images';
    const post = { method: 'POST', path };
    const tags = await signedCall(emulator, { ...post, body: { ...target, imageTag: ['nope'] } });
    expect(tags).toMatchObject({ status: 400, body: ['nope'] });
    const nowhere = await signedCall(emulator, {
      ...post,
      body: { ...target, remoteNamespace: 'x', imageTag: ['nope'] },
    });
    expect(nowhere).toMatchObject({ status: 404, body: { error_code: 'SVCSTG.SWR.4040058' } });
  });

  it('pages its jobs, the latest first', async () => {
    const emulator = await startTestEmulator({ seed: SEED });
    const sdk = vendorSdk(emulator);
    for (const tag of ['v1', 'v2', 'v3']) await pushImage(emulator, 'team/app', [tag]);
    await sdk('createManualImageSyncRepo', app, { ...target, imageTag: ['v1', 'v2', 'v3'] });
    const page = await sdk('showSyncJob', { ...app, filter: 'limit::2|offset::1' });
    expect([page[0], page[1]]).toMatchObject([{ tag: 'v2' }, { tag: 'v1' }]);
    expect(page['Content-Range']).toBe('1-2/3');
  });

  it('has regions to go to', async () => {
    const { body } = await signedCall(await startTestEmulator(), { path: '/v2/manage/regions' });
    expect(body).toContainEqual({ regionID: 'cn-east-3' });
  });
});
