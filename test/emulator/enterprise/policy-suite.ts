import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestEmulator, startTestEmulator, type TestEmulator } from '../../support/emulator.ts';
import { enterpriseApi, operation, type ApiInput } from './api.ts';
import { PEOPLE, refusesAlike } from './refusals.ts';

type Document = Record<string, unknown>;

/** A kind of policies, by its operations. */
export interface PolicySuite {
  readonly create: string;
  readonly list: string;
  /** Absent where a single one cannot be read. */
  readonly show?: string;
  readonly update: string;
  readonly remove: string;
  /** Name of the number in the path. */
  readonly parameter: string;
  readonly listKey: string;
  readonly isOfNamespace: boolean;
  /** Key of the quota, and how the statistics call it. */
  readonly quota?: { readonly key: string; readonly field: string };
  readonly documents: (prepared: number) => {
    readonly good: Document;
    /** Another one that can be beside it. */
    readonly other: Document;
    /** What the good one may become. */
    readonly changed: Document;
  };
  /** What reading gives back of a body. Default: all of it. */
  readonly read?: (body: Document) => Document;
  /** Makes what bodies name, and resolves with its id. */
  readonly prepare?: (emulator: TestEmulator) => Promise<number>;
}

/** Life of one of a kind of policies, and all that is refused. */
export function describePolicies(title: string, suite: PolicySuite): void {
  // What is sent has nothing that is undefined.
  const read = (body: Document): Document =>
    (suite.read ?? ((sent) => sent))(JSON.parse(JSON.stringify(body)) as Document);
  const path = suite.isOfNamespace ? { namespace_name: 'team' } : {};

  describe(title, () => {
    const prepared = async (emulator: TestEmulator) => ({
      emulator,
      ...suite.documents((await suite.prepare?.(emulator)) ?? 0),
    });
    const startSuite = async (options = {}) => prepared(await startTestEmulator({ seed: PEOPLE, ...options }));
    const listed = async (emulator: TestEmulator, query: ApiInput['query'] = {}) => {
      const { [suite.listKey]: found, total } = await enterpriseApi(emulator).call(suite.list, { query });
      return { found: found as Document[], total };
    };

    it('are made, seen, replaced and removed', async () => {
      const { emulator, good, changed } = await startSuite();
      const api = enterpriseApi(emulator);
      const { id } = await api.call<{ id: number }>(suite.create, { path, body: good });
      const one = { ...path, [suite.parameter]: id };
      const seen = async (): Promise<unknown> => {
        const [found] = (await listed(emulator)).found;
        if (suite.show !== undefined) expect(await api.call(suite.show, { path: one })).toEqual(found);
        return found;
      };
      expect(await seen()).toMatchObject({ id, ...read(good) });
      await api.call(suite.update, { path: one, body: changed });
      expect(await seen()).toMatchObject({ id, ...read(changed) });
      await api.call(suite.remove, { path: one });
      expect(await listed(emulator)).toEqual({ found: [], total: 0 });
      const gone = { status: 400, code: 'SWR.400003' };
      expect(await api.refused(suite.remove, { path: one })).toMatchObject(gone);
      expect(await api.refused(suite.update, { path: one, body: good })).toMatchObject(gone);
    });

    it('are 404 when they are gone, without the quirk', async () => {
      const { emulator } = await startSuite({ quirks: { 'ee-400-gone': false } });
      const answer = await enterpriseApi(emulator).refused(suite.remove, { path: { ...path, [suite.parameter]: 77 } });
      expect(answer).toMatchObject({ status: 404, code: 'SVCSTG.SWR.4040000' });
    });

    it('are there once', async () => {
      const { emulator, good, other } = await startSuite();
      const api = enterpriseApi(emulator);
      await api.call(suite.create, { path, body: good });
      const { id } = await api.call<{ id: number }>(suite.create, { path, body: other });
      const exists = { status: 409, code: 'SVCSTG.SWR.4090000' };
      expect(await api.refused(suite.create, { path, body: good })).toMatchObject(exists);
      const update = { path: { ...path, [suite.parameter]: id }, body: good };
      expect(await api.refused(suite.update, update)).toMatchObject(exists);
      await api.call(suite.update, { path: { ...path, [suite.parameter]: id }, body: other });
      expect((await listed(emulator)).total).toBe(2);
    });

    const { quota } = suite;
    if (quota !== undefined) {
      it('are counted, and no more than their quota', async () => {
        const { emulator, good, other } = await startSuite({ quotas: { [`ee.${quota.key}`]: 1 } });
        const api = enterpriseApi(emulator);
        const numbers = async () => {
          const found = await api.call('ListInstanceStatistics');
          return [found[`${quota.field}_count`], found[`${quota.field}_quota`]];
        };
        expect(await numbers()).toEqual([0, 1]);
        const { id } = await api.call<{ id: number }>(suite.create, { path, body: good });
        expect(await numbers()).toEqual([1, 1]);
        const full = { status: 403, code: 'SVCSTG.SWR.4030097' };
        expect(await api.refused(suite.create, { path, body: other })).toMatchObject(full);
        await api.call(suite.update, { path: { ...path, [suite.parameter]: id }, body: good });
        await api.call(suite.remove, { path: { ...path, [suite.parameter]: id } });
        await api.call(suite.create, { path, body: other });
      });
    }

    it('are listed in pages', async () => {
      const { emulator, good, other } = await startSuite();
      const api = enterpriseApi(emulator);
      const first = await api.call<{ id: number }>(suite.create, { path, body: good });
      const second = await api.call<{ id: number }>(suite.create, { path, body: other });
      const pages = [0, 1, 2].map((offset) => listed(emulator, { limit: 1, offset }));
      const ids = (await Promise.all(pages)).map(({ found, total }) => [found.map((one) => one['id']), total]);
      const isNewestFirst = operation(suite.list).parameters.some(({ name }) => name === 'order_type');
      const order = isNewestFirst ? [second.id, first.id] : [first.id, second.id];
      expect(ids).toEqual([
        [[order[0]], 2],
        [[order[1]], 2],
        [[], 2],
      ]);
    });

    if (suite.isOfNamespace) {
      it('go with their namespace', async () => {
        const { emulator, good } = await startSuite();
        const api = enterpriseApi(emulator);
        await api.call(suite.create, { path, body: good });
        expect((await listed(emulator)).found).toMatchObject([{ namespace_name: 'team' }]);
        await api.call('DeleteInstanceNamespace', { path });
        expect(await listed(emulator)).toEqual({ found: [], total: 0 });
        await api.call('CreateInstanceNamespace', { body: { namespace_name: 'team', metadata: { public: 'false' } } });
        expect(await listed(emulator)).toEqual({ found: [], total: 0 });
      });
    }

    describe('refusals', () => {
      let emulator: TestEmulator;
      let good: Document;
      let id = 0;
      beforeAll(async () => {
        ({ emulator, good } = await prepared(await createTestEmulator({ seed: PEOPLE })));
        ({ id } = await enterpriseApi(emulator).call<{ id: number }>(suite.create, { path, body: good }));
      });
      afterAll(async () => {
        expect((await listed(emulator)).found).toMatchObject([{ id, ...read(good) }]); // nothing of it had an effect
        await emulator.close();
      });
      const ids = [
        suite.create,
        suite.list,
        suite.update,
        suite.remove,
        ...(suite.show === undefined ? [] : [suite.show]),
      ];
      refusesAlike(
        () => emulator,
        ids,
        (operationId) => {
          const isOfOne = [suite.show, suite.update, suite.remove].includes(operationId);
          const hasBody = operation(operationId).body !== undefined;
          return {
            id: operationId,
            input: {
              path: { ...path, ...(isOfOne ? { [suite.parameter]: id } : {}) },
              ...(hasBody ? { body: good } : {}),
            },
            absent: [
              ...(isOfOne ? [{ path: { [suite.parameter]: 77 }, status: 400 as const }] : []),
              ...(suite.isOfNamespace && operationId !== suite.list
                ? [{ path: { namespace_name: 'nowhere' }, status: 404 as const }]
                : []),
              // Of another namespace it is not.
              ...(suite.isOfNamespace && isOfOne
                ? [{ path: { namespace_name: 'library' }, status: 400 as const }]
                : []),
            ],
          };
        },
      );
    });
  });
}
