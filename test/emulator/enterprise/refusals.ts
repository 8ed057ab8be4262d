import { beforeAll, describe, expect, it } from 'vitest';
import { OUTSIDER } from '../../../src/emulator/iam/accounts.ts';
import type { TestEmulator } from '../../support/emulator.ts';
import { enterpriseApi, operation, type ApiInput, type ApiOperation } from './api.ts';
import { wrongBodies } from './wrong-bodies.ts';

/** One operation with what makes it work. */
export interface Case {
  readonly id: string;
  /** What it is called with; the path may be known only when the emulator runs. */
  readonly input?: ApiInput;
  /** What is not there, and what is said of it. Default: nothing but the instance. */
  readonly absent?: readonly { readonly path: Record<string, string | number>; readonly status: 400 | 404 }[];
}

/** Seed of the emulators that these checks run on: a second user may read, a third may nothing. */
export const PEOPLE = `accounts: [{ name: emulator, users: [{ name: reader }, { name: stranger }] }]
instances: [{ name: main, access: [{ user: reader, level: read }], namespaces: [{ name: team }] }]`;

/**
 * Checks what every operation refuses alike: a wrong instance, somebody else's project, a caller without rights, each body
 * that breaks the page's schema in one place, and each wrong page of a list.
 *
 * @param cases asked for when the emulator runs
 */
export function refusesAlike(emulator: () => TestEmulator, ids: readonly string[], caseOf: (id: string) => Case): void {
  describe.each(ids)('%s', (id) => {
    const api = operation(id);
    let input: ApiInput = {};
    let refused: (more: ApiInput) => Promise<{ status: number; code: string }>;
    beforeAll(() => {
      input = caseOf(id).input ?? {};
      refused = async (more) => {
        const merged = { ...input, ...more, path: { ...input.path, ...more.path } };
        const { status, code } = await enterpriseApi(emulator()).refused(id, merged);
        return { status, code };
      };
    });

    it('refuses an instance that is not there, and a project of somebody else', async () => {
      const none = { status: 404, code: 'SVCSTG.SWR.4040000' };
      expect(await refused({ path: { instance_id: '0'.repeat(32) } })).toEqual(none);
      const foreign = { ak: OUTSIDER.ak, sk: OUTSIDER.sk };
      expect(await refused({ keys: foreign })).toEqual({ status: 403, code: 'SVCSTG.SWR.4039001' });
    });

    it('refuses who may not', async () => {
      const forbidden = { status: 403, code: 'SVCSTG.SWR.4030170' };
      const keysOf = (name: string) => emulator().info.users.find((user) => user.name === name) ?? { ak: '', sk: '' };
      expect(await refused({ keys: keysOf('stranger') })).toEqual(forbidden);
      if (api.method !== 'GET') expect(await refused({ keys: keysOf('reader') })).toEqual(forbidden);
    });

    it('refuses what is not there', async () => {
      for (const { path, status } of caseOf(id).absent ?? []) {
        const code = status === 400 ? 'SWR.400003' : 'SVCSTG.SWR.4040000';
        expect(await refused({ path }), JSON.stringify(path)).toEqual({ status, code });
      }
      for (const { name, schema } of numbersOf(api)) {
        expect(await refused({ path: { [name]: 'x' } }), `${name} ${schema.type}`).toEqual(WRONG);
      }
    });

    if (api.body !== undefined) refusesBodies(api, () => ({ good: input.body, refused }));
    refusesQueries(api, () => refused);
  });
}

const WRONG = { status: 400, code: 'SVCSTG.SWR.4000014' };

const numbersOf = ({ parameters }: ApiOperation) =>
  parameters.filter((one) => one.in === 'path' && one.schema.type === 'integer');

type Ask = (more: ApiInput) => Promise<{ status: number; code: string }>;

function refusesBodies({ body: schema }: ApiOperation, now: () => { good: unknown; refused: Ask }): void {
  it('refuses each body that breaks the schema', async () => {
    const { good, refused } = now();
    const wrong = wrongBodies(schema ?? {}, good);
    expect(wrong.length).toBeGreaterThan(0);
    for (const { name, body } of wrong) expect(await refused({ body }), name).toEqual(WRONG);
    expect(await refused({ body: 'text' }), 'no object').toEqual(WRONG);
    expect(await refused({ body: undefined }), 'no body').toEqual(WRONG);
  });
}

function refusesQueries({ parameters, paging }: ApiOperation, refused: () => Ask): void {
  const inQuery = parameters.filter((one) => one.in === 'query');
  if (inQuery.length === 0) return;
  const wrong: Record<string, string | number>[] = inQuery
    .filter(
      ({ schema, name }) => (schema.enum !== undefined || schema.type === 'integer') && !/offset|limit/.test(name),
    )
    .map(({ name }) => ({ [name]: 'no-such-word' }));
  if (paging?.style === 'offset') wrong.push({ limit: 0, offset: 0 }, { limit: 101, offset: 0 }, { limit: 10 });
  if (paging?.style === 'offset') wrong.push({ offset: 0 }, { limit: 10, offset: -1 }, { limit: 'x', offset: 0 });
  if (paging?.offset_must_be_multiple_of_limit === true) wrong.push({ limit: 10, offset: 5 });
  if (paging?.style === 'marker') wrong.push({ limit: 0 }, { limit: 101 }, { limit: 10, marker: 'nowhere' });
  it('refuses a wrong query', async () => {
    for (const query of wrong) expect(await refused()({ query }), JSON.stringify(query)).toEqual(WRONG);
  });
}
