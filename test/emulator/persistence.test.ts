import { appendFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { emulatorProgram } from '../support/emulator-process.ts';
import { startTestEmulator } from '../support/emulator.ts';
import { DOCKER_MANIFEST, digestOf, imageManifest, registryCalls } from '../support/registry-calls.ts';
import { signedCall } from '../support/signed-call.ts';
import { tempDir } from '../support/temp-dir.ts';

describe('with a data folder', () => {
  it('every acknowledged write survives a kill', async () => {
    const dir = await tempDir();
    const dataDir = join(dir, 'data');
    const first = await (await emulatorProgram(dir, dataDir))();
    const login = { close: () => Promise.resolve(), info: first.info };
    await signedCall(login, { method: 'POST', path: '/v2/manage/namespaces', body: { namespace: 'team' } });
    const secret = await signedCall(login, { method: 'POST', path: '/v2/manage/utils/secret' });
    const auth = (secret.body as { auths: Record<string, { auth: string }> }).auths[first.info.registry]?.auth ?? '';
    const authorization = { headers: { authorization: `Basic ${auth}` } };
    const realm = '/swr/auth/v2/registry/auth/?scope=repository:team/app:pull,push';
    const reply = await registryCalls(first.info.endpoint).call('GET', realm, authorization);
    const calls = registryCalls(first.info.endpoint, (JSON.parse(reply.text) as { token: string }).token);
    const layers = Array.from({ length: 20 }, (_, index) => `layer ${index}`);
    await calls.upload('team/app', '{}');
    await Promise.all(layers.map((layer) => calls.upload('team/app', layer)));
    const manifest = imageManifest(DOCKER_MANIFEST, '{}', 'layer 7');
    expect((await calls.putManifest('team/app', 'v1', DOCKER_MANIFEST, manifest)).status).toBe(201);
    await first.kill();

    const second = await startTestEmulator({ dataDir });
    expect((await registryCalls(second.url).call('GET', realm, authorization)).status).toBe(200);
    const again = registryCalls(second.url, await second.token(['repository:team/app:pull']));
    expect((await again.call('GET', '/v2/team/app/manifests/v1')).text).toBe(JSON.stringify(manifest));
    for (const layer of layers)
      expect((await again.call('GET', `/v2/team/app/blobs/${digestOf(layer)}`)).text).toBe(layer);
  });

  it('a torn last line is dropped, and writing goes on behind the line before', async () => {
    const dataDir = await tempDir();
    const first = await startTestEmulator({ dataDir, organizations: ['team'] });
    await first.close();
    await appendFile(join(dataDir, 'journal.jsonl'), '[["put","namespace","cn-north-4","to');
    for (const expected of [['team'], ['team', 'more']]) {
      const emulator = await startTestEmulator({ dataDir });
      const { body } = await signedCall(emulator, { path: '/v2/manage/namespaces' });
      expect((body as { namespaces: { name: string }[] }).namespaces.map(({ name }) => name)).toEqual(expected);
      await signedCall(emulator, { method: 'POST', path: '/v2/manage/namespaces', body: { namespace: 'more' } });
      await emulator.close();
    }
  });

  it('a journal damaged in its middle is reported', async () => {
    const dataDir = await tempDir();
    await mkdir(dataDir, { recursive: true });
    await writeFile(join(dataDir, 'journal.jsonl'), '[]\n{{{\n[]\n');
    await expect(startTestEmulator({ dataDir })).rejects.toMatchObject({ code: 'DISK' });
  });

  it('a folder that is a file is reported', async () => {
    const dataDir = join(await tempDir(), 'file');
    await writeFile(dataDir, '');
    await expect(startTestEmulator({ dataDir })).rejects.toMatchObject({ code: 'DISK' });
  });

  it('a seed does not undo what was written', async () => {
    const dataDir = await tempDir();
    const first = await startTestEmulator({ dataDir, organizations: ['team'] });
    await signedCall(first, {
      method: 'POST',
      path: '/v2/manage/namespaces/team/repos',
      body: { repository: 'x', is_public: true },
    });
    await first.close();
    const second = await startTestEmulator({ dataDir, organizations: ['team', 'more'] });
    expect((await signedCall(second, { path: '/v2/manage/repos' })).body).toMatchObject([{ name: 'x' }]);
    expect((await signedCall(second, { path: '/v2/manage/namespaces/more' })).status).toBe(200);
  });
});

describe('without a data folder', () => {
  it('leaves nothing behind', async () => {
    const leftovers = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('swr-emulator-'));
    const before = await leftovers();
    const emulator = await startTestEmulator({ organizations: ['team'] });
    const calls = registryCalls(emulator.url, await emulator.token(['repository:team/app:pull,push']));
    await calls.upload('team/app', 'a layer');
    await calls.call('POST', '/v2/team/app/blobs/uploads/');
    const during = (await leftovers()).filter((name) => !before.includes(name));
    await emulator.close();
    const after = await leftovers();
    expect(during.length).toBeGreaterThan(0);
    expect(during.filter((name) => after.includes(name)).length).toBeLessThan(during.length);
  });
});
