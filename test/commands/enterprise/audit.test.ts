import { describe, expect, it } from 'vitest';
import { sendJson, startServer } from '../../support/scripted-server.ts';
import { instanceCalls, pushTo } from '../../emulator/enterprise/pushes.ts';
import { openInstanceShell, scripted } from './instance-shell.ts';

interface Row {
  readonly time: string;
  readonly user?: string;
  readonly userId?: string;
  readonly operation: string;
  readonly resource: string;
}

const NOW = '2026-11-29T12:00:00Z';

interface Wire {
  readonly id: number;
  readonly op_time: string;
  readonly resource: string;
}

/** A service with these records of any kind, oldest or newest first as they are given. Counts the pages. */
async function withRecords(records: readonly Wire[], page: (offset: number) => readonly Wire[] = () => records) {
  const asked: string[] = [];
  const run = await scripted(({ url }) => {
    if (!url.includes('/audit-logs')) return undefined;
    const query = new URL(url, 'http://x').searchParams;
    asked.push(`${query.get('operation') ?? ''} ${query.get('limit') ?? ''} ${query.get('offset') ?? ''}`);
    const [limit, offset] = [Number(query.get('limit')), Number(query.get('offset'))];
    const rows = page(offset).slice(offset, offset + limit);
    return { audit_logs: rows.map((row) => ({ operation: 'pull', ...row })), total: records.length };
  });
  const resources = async (...args: string[]): Promise<string[]> => {
    const { stdout, stderr } = await run(['audit', 'pulls', ...args, '-o', 'json'], { now: () => new Date(NOW) });
    if (stdout === '') throw new Error(stderr);
    return (JSON.parse(stdout) as Row[]).map(({ resource }) => resource);
  };
  return { resources, asked };
}

const at = (hoursAgo: number): string => new Date(Date.parse(NOW) - hoursAgo * 3_600_000).toISOString();

describe('swrctl audit', () => {
  it('says who pushed, pulled and removed what, with the names of users', async () => {
    const { run, json, emulator } = await openInstanceShell();
    const digest = await pushTo(emulator, 'library/shop', ['v1']);
    await pushTo(emulator, 'library/shopping', ['v1']);
    const calls = await instanceCalls(emulator, 'library/shop');
    await calls.call('GET', '/v2/library/shop/manifests/v1');
    await calls.call('DELETE', `/v2/library/shop/manifests/${digest}`);
    const pushes = await json<Row[]>(['audit', 'pushes', 'library/shop']);
    expect(pushes.length).toBeGreaterThan(0);
    for (const { operation, resource, user, userId, time } of pushes) {
      expect(operation).toBe('push');
      expect(resource).toMatch(/^library\/shop(?:$|[:@])/);
      expect(user).toBe('administrator');
      expect(userId).toMatch(/^[0-9a-f]{32}$/);
      expect(time).toMatch(/^\d{4}-\d\d-\d\dT/);
    }
    const all = await json<Row[]>(['audit', 'pushes', 'library']);
    expect(all.some(({ resource }) => resource.startsWith('library/shopping'))).toBe(true);
    expect(await json<Row[]>(['audit', 'pulls'])).toMatchObject([{ operation: 'pull' }]);
    expect(await json<Row[]>(['audit', 'deletes'])).toMatchObject([{ operation: 'delete' }]);
    expect((await run(['audit', 'pulls'])).stdout).toContain('\tadministrator\tpull\tlibrary/shop');
    const host = emulator.info.instances[0]?.host ?? '';
    expect(await json<Row[]>(['audit', 'pulls', `${host}/library/shop`])).toHaveLength(1);
    expect(await json<Row[]>(['audit', 'pulls', 'lib'])).toEqual([]);
  });

  it('shows the ids of users where names may not be looked up', async () => {
    const { run, env, emulator } = await openInstanceShell();
    await pushTo(emulator, 'library/shop', ['v1']);
    const iam = await startServer((_request, response) => {
      sendJson(response, 403, { error: { code: 403, message: 'You are not authorized' } });
    });
    const { stdout, exitCode } = await run(['audit', 'pushes', '-o', 'json'], {
      env: { ...env, SWRCTL_IAM_ENDPOINT: iam.origin },
    });
    expect(exitCode).toBe(0);
    const [first] = JSON.parse(stdout) as Row[];
    expect(first?.user).toMatch(/^[0-9a-f]{32}$/);
    expect(first?.user).toBe(first?.userId);
    const lost = await run(['audit', 'pushes', '-o', 'json', '--retries', '0'], {
      env: { ...env, SWRCTL_IAM_ENDPOINT: 'http://127.0.0.1:1' },
    });
    expect(JSON.parse(lost.stdout)).toEqual(JSON.parse(stdout));
    expect(lost.stderr).toContain('Warning: users are shown by their ids');
  });

  it('asks for 100 at an offset that is a multiple, and stops at the first page that is older', async () => {
    const records = Array.from({ length: 350 }, (_, index) => ({
      ...{ id: index, op_time: at(index / 10), resource: `web/shop:v${index}` },
    }));
    const { resources, asked } = await withRecords(records);
    expect(await resources('--since', '15h')).toHaveLength(151);
    expect(asked).toEqual(['pull 100 0', 'pull 100 100']);
    expect(await resources('--limit', '3')).toEqual(['web/shop:v0', 'web/shop:v1', 'web/shop:v2']);
    expect(asked).toHaveLength(3);
  });

  it('reads all pages where the oldest come first, and sorts', async () => {
    const records = Array.from({ length: 150 }, (_, index) => ({
      ...{ id: index, op_time: at(149 - index), resource: `web/shop:v${index}` },
    }));
    const { resources } = await withRecords(records);
    expect(await resources('--since', '2h')).toEqual(['web/shop:v149', 'web/shop:v148', 'web/shop:v147']);
  });

  it('shows a record once that slips to the next page while it reads', async () => {
    const records = Array.from({ length: 120 }, (_, index) => ({
      ...{ id: index, op_time: at(1), resource: `web/shop:v${index}` },
    }));
    const late = { id: 999, op_time: at(0), resource: 'web/late:v1' };
    const { resources } = await withRecords(records, (offset) => (offset === 0 ? records : [late, ...records]));
    const found = await resources();
    expect(new Set(found).size).toBe(found.length);
    expect(found).toHaveLength(120);
  });

  it('takes names as wholes', async () => {
    const records = [
      'web',
      'web/shop',
      'web/shop:v1',
      'web/shop@sha256:00',
      'web/shop2:v1',
      'web2/shop:v1',
      'web/a/shop:v1',
    ].map((resource, id) => ({ id, op_time: at(1), resource }));
    const { resources } = await withRecords(records);
    expect(await resources('web/shop')).toEqual(['web/shop', 'web/shop:v1', 'web/shop@sha256:00']);
    expect(await resources('web')).toHaveLength(6);
    expect(await resources('web/a/shop')).toEqual(['web/a/shop:v1']);
  });

  it('understands times', async () => {
    const records = [0, 1, 30, 100, 1000].map((hours, id) => ({ id, op_time: at(hours), resource: `r${hours}` }));
    const { resources } = await withRecords(records);
    expect(await resources()).toEqual(['r0', 'r1']);
    expect(await resources('--since', '90m')).toEqual(['r0', 'r1']);
    expect(await resources('--since', '7d')).toEqual(['r0', 'r1', 'r30', 'r100']);
    expect(await resources('--since', '2026-11-28', '--until', '2026-11-28')).toEqual(['r30']);
    expect(await resources('--since', '2026-11-29T12:30:00+01:00')).toEqual(['r0']);
    expect(await resources('--since', '52w', '--until', '2h')).toEqual(['r30', 'r100', 'r1000']);
  });

  it.each([
    { args: ['pulls', '--since', 'yesterday'], message: '--since is "yesterday"' },
    { args: ['pulls', '--since', '2026-02-30'], message: '--since' },
    { args: ['pulls', '--until', '2026-11-29T12:00'], message: '--until' },
    { args: ['pulls', '--since', '1h', '--until', '2h'], message: '--until is before --since' },
    { args: ['pulls', 'Web'], message: 'neither a namespace nor a repository' },
    { args: ['pulls', 'web/shop:v1'], message: 'NS/REPO' },
    { args: ['pulls', '--limit', '0'], message: '--limit' },
    { args: ['looks'], message: 'looks' },
  ])('exits 2 for what is wrong: audit $args', async ({ args, message }) => {
    const { run } = await openInstanceShell();
    const { stdout, stderr, exitCode } = await run(['audit', ...args]);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    expect(stderr).toContain(message);
  });

  it('needs an instance', async () => {
    const { runShared } = await openInstanceShell();
    for (const verb of ['pulls', 'pushes', 'deletes']) {
      const { stderr, exitCode } = await runShared(['audit', verb]);
      expect(stderr).toContain('no instance is chosen');
      expect(exitCode).toBe(2);
    }
  });
});
