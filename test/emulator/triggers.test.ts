import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { clustersOf } from '../../src/emulator/domain/clusters.ts';
import { startTestEmulator, type TestEmulator } from '../support/emulator.ts';
import { pushImage } from '../support/push-image.ts';
import { signedCall } from '../support/signed-call.ts';
import { vendorSdk } from '../support/vendor-sdk.ts';

const app = { namespace: 'team', repository: 'app' };
const SEED = 'organizations: [{ name: team, repositories: [{ name: app }] }]';

interface Run {
  readonly tag: string;
  readonly result: string;
  readonly detail: string;
}

async function addTrigger(emulator: TestEmulator, changed: Record<string, string>): Promise<void> {
  const [cluster] = clustersOf(emulator.info.projectId);
  await vendorSdk(emulator)('createTrigger', app, {
    ...{ action: 'update', app_type: 'deployments', application: 'web', cluster_ns: 'default', container: 'main' },
    ...{ cluster_id: cluster?.id, cluster_name: cluster?.name, enable: 'true', name: 'deploy', trigger_mode: 'cce' },
    ...{ trigger_type: 'all', condition: '.*', ...changed },
  });
}

const runsOf = async (emulator: TestEmulator): Promise<Run[]> =>
  (await vendorSdk(emulator)('showTrigger', { ...app, trigger: 'deploy' }))['trigger_history'] as Run[];

/** A server that remembers the JSON it is sent. */
async function listener(status: number): Promise<{ url: string; heard: unknown[] }> {
  const heard: unknown[] = [];
  const server = createServer((request, reply) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      heard.push(JSON.parse(Buffer.concat(chunks).toString()));
      reply.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, heard };
}

describe('a trigger', () => {
  it.each([
    { type: 'all', condition: '.*', fired: ['rc-1', 'v1', 'v2', 'v1'] },
    { type: 'tag', condition: 'v1', fired: ['v1', 'v1'] },
    { type: 'tag', condition: 'v2;rc-1', fired: ['rc-1', 'v2'] },
    { type: 'regular', condition: '^v', fired: ['v1', 'v2', 'v1'] },
    { type: 'regular', condition: '1$', fired: ['rc-1', 'v1', 'v1'] },
  ])('of type $type for "$condition" fires on pushes, equal ones too', async ({ type, condition, fired }) => {
    const emulator = await startTestEmulator({ seed: SEED });
    await addTrigger(emulator, { trigger_type: type, condition });
    for (const tag of ['rc-1', 'v1', 'v2', 'v1']) await pushImage(emulator, 'team/app', [tag], 'same');
    expect((await runsOf(emulator)).map(({ tag }) => tag).reverse()).toEqual(fired);
  });

  it('does not fire while it is off', async () => {
    const emulator = await startTestEmulator({ seed: SEED });
    await addTrigger(emulator, { enable: 'false' });
    await pushImage(emulator, 'team/app', ['v1']);
    await vendorSdk(emulator)('updateTrigger', { ...app, trigger: 'deploy' }, { enable: 'true' });
    await pushImage(emulator, 'team/app', ['v2']);
    expect(await runsOf(emulator)).toMatchObject([{ tag: 'v2', result: 'success', detail: '' }]);
  });

  it('is reported to the trigger URL', async () => {
    const { url, heard } = await listener(204);
    const emulator = await startTestEmulator({ seed: SEED, triggerUrl: url });
    await addTrigger(emulator, {});
    const digest = await pushImage(emulator, 'team/app', ['v1']);
    await vi.waitFor(async () => {
      expect(await runsOf(emulator)).toMatchObject([{ result: 'success' }]);
    });
    expect(heard).toEqual([
      {
        ...{ trigger: 'deploy', region: 'cn-north-4', organization: 'team', repository: 'app', tag: 'v1', digest },
        target: {
          ...{ mode: 'cce', clusterId: clustersOf(emulator.info.projectId)[0]?.id, clusterName: 'prod' },
          ...{ namespace: 'default', workloadKind: 'deployments', workload: 'web', container: 'main' },
        },
      },
    ]);
  });

  it('fails when the trigger URL does', async () => {
    const { url } = await listener(500);
    const emulator = await startTestEmulator({ seed: SEED, triggerUrl: url });
    await addTrigger(emulator, {});
    await pushImage(emulator, 'team/app', ['v1']);
    await vi.waitFor(async () => {
      expect(await runsOf(emulator)).toMatchObject([{ result: 'failed', detail: `${url} answered 500` }]);
    });
  });

  it('takes its name once', async () => {
    const emulator = await startTestEmulator({ seed: SEED });
    await addTrigger(emulator, {});
    await expect(addTrigger(emulator, {})).rejects.toMatchObject({ errorCode: 'SVCSTG.SWR.4000014' });
  });

  it('of cci works once the agency is there', async () => {
    const emulator = await startTestEmulator({ seed: SEED });
    const agency = { path: '/v2/manage/agency' };
    expect((await signedCall(emulator, agency)).body).toMatchObject({ is_agency: false });
    await expect(addTrigger(emulator, { trigger_mode: 'cci' })).rejects.toMatchObject({ httpStatusCode: 500 });
    expect((await signedCall(emulator, { ...agency, method: 'POST' })).status).toBe(204);
    expect((await signedCall(emulator, { ...agency, method: 'POST' })).status).toBe(409);
    expect((await signedCall(emulator, agency)).body).toMatchObject({ is_agency: true });
    await addTrigger(emulator, { trigger_mode: 'cci', cluster_id: '' });
    expect(await vendorSdk(emulator)('listTriggersDetails', app)).toHaveProperty('0.cluster_id', '');
  });

  it('names a cluster that the container engine lists', async () => {
    const emulator = await startTestEmulator({ seed: SEED });
    const path = `/api/v3/projects/${emulator.info.projectId}/clusters`;
    const { body } = await signedCall(emulator, { path });
    expect(body).toMatchObject({
      kind: 'Cluster',
      items: [{ metadata: { name: 'prod' } }, { metadata: { name: 'staging' } }],
    });
    const stranger = await signedCall(emulator, { path: '/api/v3/projects/nope/clusters' });
    expect(stranger.status).toBe(403);
  });
});
