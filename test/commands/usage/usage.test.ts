import { describe, expect, it } from 'vitest';
import { openAccountShell } from '../../support/account-shell.ts';
import { sendJson, startServer } from '../../support/scripted-server.ts';

const POINTS = [
  { date: '2026-01-15', value: 12.7 },
  { date: '2026-01-14', value: 6.35 },
  { date: '2026-01-13', value: 0 },
];

async function setUp() {
  const shell = await openAccountShell();
  const server = await startServer((_request, response) => sendJson(response, 200, POINTS));
  const env = { ...shell.env, SWRCTL_ENDPOINT: server.origin };
  return { ...shell, server, usage: (args: string[], tty = false) => shell.run(['usage', ...args], { env, tty }) };
}

describe('swrctl usage', () => {
  it('prints the latest days, the oldest first', async () => {
    const { usage, server } = await setUp();
    expect((await usage(['--days', '2'])).stdout).toBe('2026-01-14\t6.35\n2026-01-15\t12.7\n');
    expect(server.seen.at(-1)?.url).toBe('/v2/manage/reports/store/daily');
  });

  it('asks for the metric and the months', async () => {
    const { usage, server } = await setUp();
    await usage(['--metric', 'downloads', '--monthly']);
    expect(server.seen.at(-1)?.url).toBe('/v2/manage/reports/downflow/monthly');
  });

  it('draws a small chart on a terminal, and none where a format was asked for', async () => {
    const { usage } = await setUp();
    const { stdout } = await usage([], true);
    expect(stdout).toContain(`2026-01-15   12.7  ${'='.repeat(30)}\n`);
    expect(stdout).toContain(`2026-01-14   6.35  ${'='.repeat(15)}\n`);
    expect((await usage(['-o', 'table'], true)).stdout).not.toContain('=');
  });

  it('shows the totals', async () => {
    const { run } = await openAccountShell();
    await run(['repo', 'add', 'team/a']);
    expect(JSON.parse((await run(['usage', '--total', '--json'])).stdout)).toEqual({
      ...{ account: 'emulator', organizations: 1, repositories: 1, tags: 0, storage: 0, downloads: 0 },
    });
  });

  it.each([{ args: ['--metric', 'cpu'] }, { args: ['--days', '0'] }])('refuses $args', async ({ args }) => {
    const { usage } = await setUp();
    expect((await usage(args)).exitCode).toBe(2);
  });
});
