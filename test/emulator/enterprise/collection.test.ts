import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestEmulator, startTestEmulator, type TestEmulator } from '../../support/emulator.ts';
import { enterpriseApi } from './api.ts';
import { PEOPLE, refusesAlike } from './refusals.ts';

const CUSTOM = {
  schedule: { type: 'Custom', cron: '0 0 3 * * ?' },
  parameters: { delete_untagged: true, workers: 5, dry_run: true },
};
const MANUAL = { schedule: { type: 'Manual' }, parameters: CUSTOM.parameters };
const NONE = { schedule: { type: 'None' }, parameters: { delete_untagged: false, workers: 1, dry_run: false } };

describe('the collection of content', () => {
  it('has a time table that can be read and replaced', async () => {
    const api = enterpriseApi(await startTestEmulator({ seed: PEOPLE }));
    expect(await api.call('ShowGcSchedule')).toEqual(NONE);
    await api.call('UpdateGcSchedule', { body: CUSTOM });
    expect(await api.call('ShowGcSchedule')).toEqual(CUSTOM);
    await api.call('UpdateGcSchedule', { body: { schedule: { type: 'None' } } });
    expect(await api.call('ShowGcSchedule')).toEqual({ ...CUSTOM, schedule: { type: 'None' } });
  });

  it('keeps no time table that it cannot read', async () => {
    const api = enterpriseApi(await startTestEmulator({ seed: PEOPLE }));
    for (const schedule of [{ type: 'Custom' }, { type: 'Custom', cron: '0 3 * * *' }, { type: 'Custom', cron: '' }]) {
      const answer = await api.refused('UpdateGcSchedule', { body: { ...CUSTOM, schedule } });
      expect(answer, JSON.stringify(schedule)).toMatchObject({ status: 400, code: 'SVCSTG.SWR.4000014' });
    }
    expect(await api.call('ShowGcSchedule')).toEqual(NONE);
  });

  it('is not played, and has no tasks', async () => {
    const api = enterpriseApi(await startTestEmulator({ seed: PEOPLE }));
    const answer = await api.refused('ExecuteGcSchedule', { body: MANUAL });
    expect(answer).toMatchObject({ status: 400, code: 'SVCSTG.SWR.4000016' });
    expect(answer.message).toContain('does not play');
    expect(await api.call('ListGcTasks', { query: { limit: 100 } })).toEqual({ tasks: [], page_info: {} });
  });

  describe('refusals', () => {
    let emulator: TestEmulator;
    beforeAll(async () => {
      emulator = await createTestEmulator({ seed: PEOPLE });
    });
    afterAll(() => emulator.close());
    const bodies: Readonly<Record<string, unknown>> = { UpdateGcSchedule: CUSTOM, ExecuteGcSchedule: MANUAL };
    const path = { gc_id: 5 };
    refusesAlike(
      () => emulator,
      ['ListGcTasks', 'ShowGcTask', 'StopGcTask', 'ShowGcSchedule', 'UpdateGcSchedule', 'ExecuteGcSchedule'],
      (id) => ({
        id,
        input: { path, ...(id in bodies ? { body: bodies[id] } : {}) },
        absent: id.endsWith('GcTask') ? [{ path, status: 400 }] : [],
      }),
    );
  });
});
