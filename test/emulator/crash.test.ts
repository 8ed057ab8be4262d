import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { emulatorProgram, type EmulatorProcess } from '../support/emulator-process.ts';
import { startTestEmulator } from '../support/emulator.ts';
import {
  DOCKER_MANIFEST,
  digestOf,
  imageManifest,
  registryCalls,
  type RegistryCalls,
} from '../support/registry-calls.ts';
import { signedCall } from '../support/signed-call.ts';
import { tempDir } from '../support/temp-dir.ts';

const ROUNDS = 8;
/** The latest moment to pull the plug, in milliseconds after the first write. */
const LATEST_MS = 250;
const TAGS = '/v2/manage/namespaces/team/repos/app/tags';
const tag = (round: number, count: number): string => `r${round}-${count}`;

/** What must be there, and what must not: by tag, its layer. A write that nobody acknowledged may be either. */
interface Acknowledged {
  readonly pushed: Map<string, string>;
  readonly removed: Set<string>;
}

async function login({ info }: EmulatorProcess): Promise<RegistryCalls> {
  const password = createHmac('sha256', info.sk).update(info.ak).digest('hex');
  const basic = Buffer.from(`${info.project}@${info.ak}:${password}`).toString('base64');
  const realm = `${info.endpoint}/swr/auth/v2/registry/auth/?scope=repository:team/app:pull,push`;
  const reply = await fetch(realm, { headers: { authorization: `Basic ${basic}` } });
  return registryCalls(info.endpoint, ((await reply.json()) as { token: string }).token);
}

/** Pushes images and removes every third, until the connection breaks. */
async function writeUntilKilled(emulator: EmulatorProcess, round: number, done: Acknowledged): Promise<void> {
  const calls = await login(emulator);
  const api = { info: emulator.info, close: () => Promise.resolve() };
  for (let count = 0; ; count += 1) {
    const layer = `layer ${round}.${count}`;
    await calls.upload('team/app', '{}');
    await calls.upload('team/app', layer);
    const manifest = imageManifest(DOCKER_MANIFEST, '{}', layer);
    const put = await calls.putManifest('team/app', tag(round, count), DOCKER_MANIFEST, manifest);
    if (put.status === 201) done.pushed.set(tag(round, count), layer);
    if (count % 3 !== 2) continue;
    const victim = tag(round, count - 1);
    const layerOfVictim = done.pushed.get(victim) ?? '';
    done.pushed.delete(victim); // from now on it may be gone
    const { status } = await signedCall(api, { method: 'DELETE', path: `${TAGS}/${victim}` });
    if (status === 204) done.removed.add(victim);
    else done.pushed.set(victim, layerOfVictim);
  }
}

describe('an emulator that is killed again and again', () => {
  it('keeps every acknowledged write and undoes none', { timeout: 60_000 }, async () => {
    const dir = await tempDir();
    const dataDir = join(dir, 'data');
    const start = await emulatorProgram(dir, dataDir);
    const done: Acknowledged = { pushed: new Map(), removed: new Set() };
    for (let round = 0; round < ROUNDS; round += 1) {
      const emulator = await start();
      const create = { method: 'POST', path: '/v2/manage/namespaces', body: { namespace: 'team' } };
      const { status } = await signedCall({ info: emulator.info, close: () => Promise.resolve() }, create);
      expect(status).toBe(round === 0 ? 201 : 409);
      const writing = writeUntilKilled(emulator, round, done).catch(() => undefined);
      await sleep(Math.random() * LATEST_MS);
      await emulator.kill();
      await writing;
    }

    const last = await startTestEmulator({ dataDir });
    const { body } = await signedCall(last, { path: TAGS, query: { limit: '1000', offset: '0' } });
    const left = Array.isArray(body) ? (body as { Tag: string }[]).map(({ Tag }) => Tag) : [];
    expect(left).toEqual(expect.arrayContaining([...done.pushed.keys()]));
    expect(left.filter((name) => done.removed.has(name))).toEqual([]);
    const calls = registryCalls(last.url, await last.token(['repository:team/app:pull']));
    for (const [name, layer] of done.pushed) {
      expect((await calls.call('GET', `/v2/team/app/manifests/${name}`)).status).toBe(200);
      expect((await calls.call('GET', `/v2/team/app/blobs/${digestOf(layer)}`)).text).toBe(layer);
    }
  });
});
