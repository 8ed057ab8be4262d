import { describe, expect, it } from 'vitest';
import type { QuirkName } from '../../../src/emulator/domain/quirks.ts';
import { startTestEmulator } from '../../support/emulator.ts';
import { digestOf, OCI_MANIFEST } from '../../support/registry-calls.ts';
import { enterpriseApi } from './api.ts';
import { instanceCalls, pushIndexTo, pushTo } from './pushes.ts';

interface Version {
  readonly id: number;
  readonly digest: string;
  readonly size: number;
  readonly pull_time?: string;
  readonly tags: readonly { readonly name: string }[];
}
interface Versions {
  readonly artifacts: readonly Version[];
  readonly total?: number;
  readonly next_marker?: number;
}

const APP = 'library/team/app';
const PATH = { namespace_name: 'library', repository_name: 'team/app' };
const MISSING = `sha256:${'0'.repeat(64)}`;

async function setUp(quirks: Partial<Record<QuirkName, boolean>> = {}) {
  const emulator = await startTestEmulator({ instances: ['main'], quirks });
  const api = enterpriseApi(emulator);
  const list = (query: Record<string, string | number> = {}) =>
    api.call<Versions>('ListInstanceArtifacts', { path: PATH, query });
  return { emulator, api, list };
}

const signatureOf = (digest: string) => ({
  subject: { mediaType: OCI_MANIFEST, digest, size: 2 },
  artifactType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
});

const tagsOf = ({ artifacts }: Versions): string[][] =>
  artifacts.map(({ tags }) => tags.map(({ name }) => name).sort());

describe('versions of a repository', () => {
  it('have all their tags, and are found by a part of one', async () => {
    const { emulator, list } = await setUp();
    await pushTo(emulator, APP, ['v1', 'stable']);
    await pushTo(emulator, APP, ['v2']);
    expect(tagsOf(await list())).toEqual([['v2'], ['stable', 'v1']]);
    expect(tagsOf(await list({ tags: 'tab' }))).toEqual([['stable', 'v1']]);
    expect((await list({ type: 'CHART' })).total).toBe(0);
    expect((await list({ type: 'IMAGE' })).total).toBe(2);
  });

  it('are neither the parts of an index nor what belongs to another one', async () => {
    const { emulator, api, list } = await setUp();
    const child = await pushTo(emulator, APP, []);
    const size = Number(
      (await (await instanceCalls(emulator, APP)).call('HEAD', `/v2/${APP}/manifests/${child}`)).headers.get(
        'content-length',
      ),
    );
    const index = await pushIndexTo(emulator, APP, ['v1'], [{ digest: child, size }]);
    await pushTo(emulator, APP, [], { more: signatureOf(index) });
    const { artifacts } = await list();
    expect(artifacts).toMatchObject([{ digest: index, tags: [{ name: 'v1' }] }]);
    expect(artifacts[0]?.size).toBeGreaterThan(size);
    expect(await api.call('ShowInstanceArtifact', { path: { ...PATH, reference: child } })).toMatchObject({ tags: [] });
    const part = await api.refused('DeleteInstanceArtifact', { path: { ...PATH, reference: child } });
    expect(part.status).toBe(412);
  });

  it('keep their number when they are pushed again, and say when they were pulled', async () => {
    const { emulator, list } = await setUp();
    const digest = await pushTo(emulator, APP, ['v1']);
    const [first] = (await list()).artifacts;
    expect(first?.pull_time).toBeUndefined();
    await (await instanceCalls(emulator, APP)).call('GET', `/v2/${APP}/manifests/${digest}`);
    await pushTo(emulator, APP, ['v1']);
    const [again] = (await list()).artifacts;
    expect(again?.id).toBe(first?.id);
    expect(again?.pull_time).toBeDefined();
  });

  it('of an instance come by their numbers', async () => {
    const { emulator, api } = await setUp();
    for (const name of [APP, 'library/other', 'library/third']) await pushTo(emulator, name, ['v1']);
    const call = (query: Record<string, number>) => api.call<Versions>('ListInstanceAllArtifacts', { query });
    const all = await call({});
    expect(all.artifacts.map(({ id }) => id)).toEqual(all.artifacts.map(({ id }) => id).sort((a, b) => a - b));
    const first = await call({ marker: 1, limit: 2 });
    expect(first.artifacts).toEqual(all.artifacts.slice(0, 2));
    const last = await call({ marker: first.next_marker ?? 0, limit: 2 });
    expect(last.artifacts).toEqual(all.artifacts.slice(2));
    expect(last.next_marker).toBeUndefined();
    for (const query of [
      { limit: 0 },
      { limit: 101 },
      { marker: 0, limit: 1 },
      { marker: 'x', limit: 1 },
      { marker: 1 },
    ]) {
      expect((await api.refused('ListInstanceAllArtifacts', { query })).status).toBe(400);
    }
  });

  it.each([
    { limit: 0, offset: 0 },
    { limit: 101, offset: 0 },
    { limit: 2, offset: 1 },
    { offset: 10 },
    { type: 'SBOM' },
  ])('are not listed with %o', async (query) => {
    const { emulator, api } = await setUp();
    await pushTo(emulator, APP, ['v1']);
    const refused = await api.refused('ListInstanceArtifacts', { path: PATH, query: query });
    expect(refused.status).toBe(400);
  });
});

describe('one version', () => {
  it('goes with all its tags and its signatures', async () => {
    const { emulator, api, list } = await setUp();
    const digest = await pushTo(emulator, APP, ['v1', 'v2']);
    const signature = await pushTo(emulator, APP, [], { more: signatureOf(digest) });
    await api.call('DeleteInstanceArtifact', { path: { ...PATH, reference: digest } });
    expect((await list()).artifacts).toEqual([]);
    for (const reference of [digest, signature]) {
      expect((await api.refused('ShowInstanceArtifact', { path: { ...PATH, reference } })).status).toBe(404);
    }
    const calls = await instanceCalls(emulator, APP);
    expect((await calls.call('GET', `/v2/${APP}/manifests/v1`)).status).toBe(404);
  });

  it('takes what belongs to it along when the registry removes it', async () => {
    const { emulator, api } = await setUp();
    const digest = await pushTo(emulator, APP, ['v1']);
    const signature = await pushTo(emulator, APP, [], { more: signatureOf(digest) });
    const calls = await instanceCalls(emulator, APP);
    expect((await calls.call('DELETE', `/v2/${APP}/manifests/${digest}`)).status).toBe(202);
    expect((await api.refused('ShowInstanceArtifact', { path: { ...PATH, reference: signature } })).status).toBe(404);
  });

  it('is asked for by digest only, but for a quirk', async () => {
    const { emulator, api } = await setUp();
    const digest = await pushTo(emulator, APP, ['v1']);
    const byTag = { path: { ...PATH, reference: 'v1' } };
    expect((await api.refused('ShowInstanceArtifact', byTag)).status).toBe(400);
    const other = await setUp({ 'ee-tag-reference': true });
    await pushTo(other.emulator, APP, ['v1']);
    expect(await other.api.call('ShowInstanceArtifact', byTag)).toMatchObject({ digest });
    expect((await other.api.refused('ShowInstanceArtifact', { path: { ...PATH, reference: 'no' } })).status).toBe(404);
  });

  it.each(['ShowInstanceArtifact', 'DeleteInstanceArtifact', 'ListInstanceAccessories'])(
    'is not found by %s elsewhere',
    async (id) => {
      const { emulator, api } = await setUp();
      const reference = await pushTo(emulator, APP, ['v1']);
      const elsewhere = [
        { reference: MISSING },
        { repository_name: 'no' },
        { namespace_name: 'no' },
        { instance_id: 'f'.repeat(32) },
      ];
      for (const change of elsewhere) {
        expect((await api.refused(id, { path: { ...PATH, reference, ...change } })).status).toBe(404);
      }
    },
  );

  it('takes the flag for a scan as true or false', async () => {
    const { emulator, api } = await setUp();
    const path = { ...PATH, reference: await pushTo(emulator, APP, ['v1']) };
    await api.call('ShowInstanceArtifact', { path, query: { with_scan_overview: 'true' } });
    expect((await api.refused('ShowInstanceArtifact', { path, query: { with_scan_overview: 'yes' } })).status).toBe(
      400,
    );
  });
});

describe('accessories', () => {
  it('are the signatures of cosign, in all its forms', async () => {
    const { emulator, api } = await setUp();
    const digest = await pushTo(emulator, APP, ['v1']);
    const path = { ...PATH, reference: digest };
    const bundle = await pushTo(emulator, APP, [], { more: signatureOf(digest) });
    const tagged = await pushTo(emulator, APP, [`${digest.replace(':', '-')}.sig`]);
    await pushTo(emulator, APP, [], { more: { ...signatureOf(digest), artifactType: 'application/spdx+json' } });
    const answer = await api.call<{ accessories: { digest: string }[] }>('ListInstanceAccessories', { path });
    expect(answer.accessories.map((one) => one.digest)).toEqual([bundle, tagged]);
    expect(answer).toMatchObject({ total: 2 });
    const query = { type: 'signature.notation' };
    expect((await api.refused('ListInstanceAccessories', { path, query })).status).toBe(400);
    for (const page of [
      { limit: 0, offset: 0 },
      { limit: 101, offset: 0 },
      { limit: 2, offset: 1 },
    ]) {
      expect((await api.refused('ListInstanceAccessories', { path, query: page })).status).toBe(400);
    }
  });
});

describe('the history of a build', () => {
  const config = JSON.stringify({
    history: [
      { created: '2026-01-01T00:00:00Z', created_by: 'COPY . /' },
      { created: '2026-01-02T00:00:00Z', created_by: 'CMD ["app"]', empty_layer: true },
    ],
  });

  it('has a layer for each step that made one', async () => {
    const { emulator, api } = await setUp();
    const path = { ...PATH, reference: await pushTo(emulator, APP, ['v1'], { config }), addition: 'build_history' };
    const answer = await api.call<{ build_histories: Record<string, unknown>[] }>('ShowInstanceArtifactAddition', {
      path,
    });
    expect(answer).toMatchObject({ total: 2 });
    const [copy, command] = answer.build_histories;
    expect(copy).toMatchObject({ created_by: 'COPY . /', empty_layer: false, digest: digestOf(`${APP} v1 {}`) });
    expect(command).toMatchObject({ created_by: 'CMD ["app"]', empty_layer: true, digest: '', size: 0 });
  });

  it('is empty where the config tells none, and refused for what is no image', async () => {
    const { emulator, api } = await setUp();
    const plain = await pushTo(emulator, APP, ['v1'], { config: 'no JSON' });
    const path = { ...PATH, reference: plain, addition: 'build_history' };
    expect(await api.call('ShowInstanceArtifactAddition', { path })).toEqual({ build_histories: [], total: 0 });
    const index = await pushIndexTo(emulator, APP, ['all'], []);
    for (const change of [{ addition: 'readme' }, { reference: index }]) {
      expect((await api.refused('ShowInstanceArtifactAddition', { path: { ...path, ...change } })).status).toBe(400);
    }
  });
});
