import { describe, expect, it } from 'vitest';
import { OUTSIDER } from '../../src/emulator/iam/accounts.ts';
import { startTestEmulator, type TestEmulator } from '../support/emulator.ts';
import { pushImage } from '../support/push-image.ts';
import { digestOf, registryCalls } from '../support/registry-calls.ts';
import { signedCall } from '../support/signed-call.ts';
import { tempDir } from '../support/temp-dir.ts';
import { vendorSdk } from '../support/vendor-sdk.ts';

const MIB = 1024 ** 2;
const DAY = 86_400;

const report = async (
  emulator: TestEmulator,
  what: string,
  frequency = 'daily',
): Promise<{ date: string; value: number }[]> => {
  const { body } = await signedCall(emulator, { path: `/v2/manage/reports/${what}/${frequency}` });
  return body as { date: string; value: number }[];
};

/** Downloads a layer of 1000 bytes `times` times. */
async function download(emulator: TestEmulator, times: number): Promise<void> {
  const calls = registryCalls(emulator.url, await emulator.token(['repository:team/app:pull']));
  for (let i = 0; i < times; i += 1) await calls.call('GET', `/v2/team/app/blobs/${digestOf('x'.repeat(1000))}`);
}

describe('usage', () => {
  it('counts what is stored and what is downloaded, per account', async () => {
    const emulator = await startTestEmulator({ organizations: ['team', 'more'] });
    await pushImage(emulator, 'team/app', ['v1', 'v2'], 'x'.repeat(1000));
    await download(emulator, 3);
    const overview = await vendorSdk(emulator)('showDomainOverview');
    expect(overview).toMatchObject({ domain_name: 'emulator', namspace_num: 2, repo_num: 1, image_num: 2 });
    expect(Number(overview['downflow_size']) * MIB).toBeCloseTo(3000);
    expect(Number(overview['store_space']) * MIB).toBeGreaterThan(1000);
    const stranger = await signedCall(emulator, { path: '/v2/manage/overview', keys: OUTSIDER });
    expect(stranger.body).toMatchObject({ domain_name: 'partner', namspace_num: 0, store_space: 0, downflow_size: 0 });
  });

  it('has a value for each of thirty days', async () => {
    const start = Date.now();
    const emulator = await startTestEmulator({ organizations: ['team'], now: () => new Date(start) });
    await pushImage(emulator, 'team/app', ['v1'], 'x'.repeat(1000));
    await download(emulator, 1);
    const [{ value: stored } = { value: 0 }] = (await report(emulator, 'store')).slice(-1);
    await emulator.control('clock', { advanceSeconds: 2 * DAY });
    await vendorSdk(emulator)('deleteRepo', { namespace: 'team', repository: 'app' });
    const days = await report(emulator, 'store');
    expect(days).toHaveLength(30);
    expect(days.slice(-4).map(({ value }) => value)).toEqual([0, stored, stored, 0]);
    expect(days.at(-1)?.date).toBe(new Date(start + 2 * DAY * 1000).toISOString().slice(0, 10));
    const traffic = (await report(emulator, 'downflow')).map(({ value }) => Math.round(value * MIB));
    expect(traffic.slice(-3)).toEqual([1000, 0, 0]);
  });

  it('sums downloads by month and takes the last figure of storage', async () => {
    const emulator = await startTestEmulator({ organizations: ['team'] });
    await pushImage(emulator, 'team/app', ['v1'], 'x'.repeat(1000));
    await download(emulator, 1);
    await emulator.control('clock', { advanceSeconds: 62 * DAY });
    await download(emulator, 2);
    const months = await report(emulator, 'downflow', 'monthly');
    expect(months.every(({ date }) => /^\d{4}-\d\d$/.test(date))).toBe(true);
    expect(months.filter(({ value }) => value > 0).map(({ value }) => Math.round(value * MIB))).toEqual([1000, 2000]);
    const stored = (await report(emulator, 'store', 'monthly')).filter(({ value }) => value > 0);
    expect(new Set(stored.map(({ value }) => value)).size).toBe(1);
    expect(stored.length).toBeGreaterThanOrEqual(3);
  });

  it('survives a restart', async () => {
    const dataDir = await tempDir();
    const first = await startTestEmulator({ organizations: ['team'], dataDir });
    await pushImage(first, 'team/app', ['v1'], 'x'.repeat(1000));
    await download(first, 1);
    await first.close();
    const overview = await vendorSdk(await startTestEmulator({ dataDir }))('showDomainOverview');
    expect(Number(overview['downflow_size']) * MIB).toBeCloseTo(1000);
  });
});

describe('accessories', () => {
  it('are found from the tag, and the tag from them', async () => {
    const emulator = await startTestEmulator({ organizations: ['team'] });
    const digest = await pushImage(emulator, 'team/app', ['v1', 'latest'], 'image');
    const signature = `${digest.replace(':', '-')}.sig`;
    const signed = await pushImage(emulator, 'team/app', [signature], 'signature');
    const path = '/v2/manage/namespaces/team/repos/app';
    const accessories = await signedCall(emulator, { path: `${path}/v1/accessories` });
    expect(accessories.body).toMatchObject({
      total: 1,
      accessories: [
        { sig_tag: signature, sig_digest: signed, target_digest: digest, type: 'signature', repo_name: 'app' },
      ],
    });
    const query = { limit: '1' };
    const references = await signedCall(emulator, { path: `${path}/${signature}/references`, query });
    expect(references.body).toEqual({ has_more: true, next_marker: 'v1', tags: ['v1'] });
    const rest = await signedCall(emulator, {
      path: `${path}/${signature}/references`,
      query: { ...query, marker: 'v1' },
    });
    expect(rest.body).toEqual({ has_more: false, tags: ['latest'] });
  });

  it('are null where there are none', async () => {
    const emulator = await startTestEmulator({ organizations: ['team'] });
    await pushImage(emulator, 'team/app', ['v1']);
    const { body } = await signedCall(emulator, { path: '/v2/manage/namespaces/team/repos/app/v1/accessories' });
    expect(body).toEqual({ total: 0, accessories: null });
  });
});

describe('feature gates', () => {
  it('show the image quota when it is on', async () => {
    const emulator = await startTestEmulator({ quotas: { tag: 300 } });
    expect(await vendorSdk(emulator)('showShareFeatureGates')).toMatchObject({ enable_image_quota: true });
  });
});
