import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestEmulator, type TestEmulator } from '../../support/emulator.ts';
import { enterpriseApi, operation } from './api.ts';
import { PEOPLE, refusesAlike } from './refusals.ts';

type Path = Record<string, string | number>;

/** Runs of policies, which the emulator does not play: their lists are empty, and starting one is refused. */
export interface RunsSuite {
  /** Makes what could run, and resolves with what the path needs. */
  readonly prepare: (emulator: TestEmulator) => Promise<Path>;
  /** Starts a run. */
  readonly execute?: { readonly id: string; readonly body?: (path: Path) => unknown };
  /** Operations that list, and the key of their list. */
  readonly lists: Readonly<Record<string, string>>;
  /** Whether the policy is in the path. */
  readonly isOfPolicy: boolean;
}

export function describeRuns(title: string, { prepare, execute, lists, isOfPolicy }: RunsSuite): void {
  describe(title, () => {
    let emulator: TestEmulator;
    let path: Path;
    beforeAll(async () => {
      emulator = await createTestEmulator({ seed: PEOPLE });
      path = { ...(await prepare(emulator)), execution_id: 1, task_id: 1 };
    });
    afterAll(() => emulator.close());

    it.each(Object.entries(lists))('%s is an empty page', async (id, listKey) => {
      const api = enterpriseApi(emulator);
      expect(await api.call(id, { path })).toEqual({ [listKey]: [], total: 0 });
      expect(await api.call(id, { path, query: { limit: 100, offset: 200 } })).toEqual({ [listKey]: [], total: 0 });
    });

    if (execute !== undefined) {
      it('are refused in so many words, and leave no trace', async () => {
        const body = execute.body?.(path);
        const input = { path, ...(body === undefined ? {} : { body }) };
        const answer = await enterpriseApi(emulator).refused(execute.id, input);
        expect(answer).toMatchObject({ status: 400, code: 'SVCSTG.SWR.4000016' });
        expect(answer.message).toMatch(/^The feature is not available on the instance. The emulator does not play /);
        const [[id, listKey] = ['', '']] = Object.entries(lists);
        expect(await enterpriseApi(emulator).call(id, { path })).toEqual({ [listKey]: [], total: 0 });
      });
    }

    refusesAlike(
      () => emulator,
      [...Object.keys(lists), ...(execute === undefined ? [] : [execute.id])],
      (id) => {
        const body = execute?.id === id ? execute.body?.(path) : undefined;
        return {
          id,
          input: { path, ...(body === undefined || operation(id).body === undefined ? {} : { body }) },
          absent: isOfPolicy
            ? [
                { path: { policy_id: 77 }, status: 400 },
                { path: { namespace_name: 'nowhere' }, status: 404 },
                { path: { namespace_name: 'library' }, status: 400 },
              ]
            : [],
        };
      },
    );
  });
}
