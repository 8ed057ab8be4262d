import { describe, expect, it } from 'vitest';
import { OUTSIDER } from '../../../src/emulator/iam/accounts.ts';
import { startTestEmulator } from '../../support/emulator.ts';
import { enterpriseApi } from './api.ts';
import { instanceCalls, pushTo } from './pushes.ts';

interface Tags {
  readonly tags: readonly { readonly name: string; readonly digest: string }[];
}

const APP = 'library/team/app';
const PATH = { namespace_name: 'library', repository_name: 'team/app' };

async function setUp() {
  const emulator = await startTestEmulator({ instances: ['main'] });
  const digest = await pushTo(emulator, APP, ['v1', 'v2']);
  const api = enterpriseApi(emulator);
  const list = async (query: Record<string, string | number> = {}) =>
    (await api.call<Tags>('ListInstanceTags', { path: PATH, query })).tags.map(({ name }) => name);
  return { emulator, api, digest, list };
}

describe('tags of an instance', () => {
  it('are listed, newest first', async () => {
    const { api, digest, list } = await setUp();
    expect(await api.call('ListInstanceTags', { path: PATH })).toMatchObject({
      total: 2,
      tags: [{ name: 'v2', digest, type: 'IMAGE' }, { name: 'v1' }],
    });
    expect(await list({ limit: 1, offset: 1 })).toEqual(['v1']);
  });

  it('of signatures are left out when asked for', async () => {
    const { emulator, digest, list } = await setUp();
    const signature = `${digest.replace(':', '-')}.sig`;
    await pushTo(emulator, APP, [signature]);
    expect(await list()).toContain(signature);
    expect(await list({ is_accessory: 'false' })).toEqual(['v2', 'v1']);
  });

  it('go alone, and their version stays', async () => {
    const { api, emulator, digest, list } = await setUp();
    for (const tag of ['v1', 'v2']) {
      await api.call('DeleteInstanceTag', { path: { ...PATH, tag_name: tag } });
      const again = await api.refused('DeleteInstanceTag', { path: { ...PATH, tag_name: tag } });
      expect(again.status).toBe(404);
    }
    expect(await list()).toEqual([]);
    expect(await api.call('ListInstanceArtifacts', { path: PATH })).toMatchObject({
      artifacts: [{ digest, tags: [] }],
    });
    const calls = await instanceCalls(emulator, APP);
    expect((await calls.call('GET', `/v2/${APP}/manifests/${digest}`)).status).toBe(200);
  });

  it.each([
    { limit: 0, offset: 0 },
    { limit: 101, offset: 0 },
    { limit: 2, offset: 1 },
    { limit: 1 },
    { is_accessory: 'no' },
  ])('are not listed with %o', async (query) => {
    const { api } = await setUp();
    const refused = await api.refused('ListInstanceTags', { path: PATH, query: query });
    expect(refused.status).toBe(400);
  });

  it('are not found elsewhere, nor by strangers', async () => {
    const { api } = await setUp();
    for (const change of [{ repository_name: 'no' }, { namespace_name: 'no' }, { instance_id: 'f'.repeat(32) }]) {
      const path = { ...PATH, tag_name: 'v1', ...change };
      for (const id of ['ListInstanceTags', 'DeleteInstanceTag'])
        expect((await api.refused(id, { path })).status).toBe(404);
    }
    for (const id of ['ListInstanceTags', 'DeleteInstanceTag']) {
      const path = { ...PATH, tag_name: 'v1' };
      expect((await api.refused(id, { path, keys: OUTSIDER })).status).toBe(403);
    }
  });
});
