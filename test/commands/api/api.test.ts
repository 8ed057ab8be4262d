import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openAccountShell } from '../../support/account-shell.ts';
import { sendJson, startServer, type Script } from '../../support/scripted-server.ts';
import { runCli } from '../../support/run.ts';

const scripted = async (script: Script, args: readonly string[]) => {
  const server = await startServer(script);
  const env = {
    ...{ SWRCTL_ENDPOINT: server.origin, SWRCTL_REGION: 'cn-north-4', SWRCTL_PROJECT_ID: '0123' },
    ...{ SWRCTL_AK: 'AK', SWRCTL_SK: 'SK', SWRCTL_RETRIES: '0', SWRCTL_CONFIG_DIR: '/nonexistent' },
  };
  return { server, ...(await runCli(['api', ...args], { env })) };
};

/** A list of 5 things by whatever parameters it gets. */
const offsetList: Script = ({ url }, response) => {
  const query = new URL(url, 'http://x').searchParams;
  const filter = new Map((query.get('filter') ?? '').split('|').map((pair) => pair.split('::') as [string, string]));
  const offset = Number(filter.get('offset') ?? query.get('offset'));
  const items = [0, 1, 2, 3, 4].slice(offset, offset + 2);
  sendJson(response, 200, items, { 'content-range': `${offset}-${items.length}/5` });
};

describe('swrctl api', () => {
  it('prints the body of a GET as it came', async () => {
    const { run } = await openAccountShell();
    const { stdout, exitCode } = await run(['api', 'get', '/v2/manage/namespaces/team']);
    expect(JSON.parse(stdout)).toMatchObject({ name: 'team', auth: 7 });
    expect(stdout.trimEnd()).not.toContain('\n');
    expect(exitCode).toBe(0);
  });

  it('asks for the project of the region that --region names, not for the one of the environment', async () => {
    const seed = 'organizations: [{ name: near }, { name: far, region: ap-southeast-3 }]';
    const { run } = await openAccountShell({ seed });
    const names = async (...flags: string[]) =>
      JSON.parse((await run(['org', 'list', '--query', '[].name', ...flags])).stdout) as unknown;
    expect(await names()).toEqual(['near']);
    expect(await names('--region', 'ap-southeast-3')).toEqual(['far']);
  });

  it('sends fields as JSON, and as a query of a GET', async () => {
    const { run } = await openAccountShell();
    const path = '/v2/manage/namespaces/team/repos';
    const made = await run(['api', 'POST', path, '--field', 'repository=a/b', '--field', 'is_public=false']);
    expect(made).toMatchObject({ exitCode: 0, stderr: '' });
    const { stdout } = await run(['api', 'GET', '/v2/manage/repos', '-f', 'namespace=team', '--query', '[].name']);
    expect(JSON.parse(stdout)).toEqual(['a/b']);
  });

  it.each(['-', 'body.json'])('sends the body from %s', async (input) => {
    const { run, home } = await openAccountShell();
    const body = JSON.stringify({ namespace: 'made-here' });
    await writeFile(join(home, 'body.json'), body);
    expect(await run(['api', 'POST', '/v2/manage/namespaces', '--input', input], { stdin: body })).toMatchObject({
      exitCode: 0,
    });
    expect((await run(['org', 'list', '-o', 'name'])).stdout).toContain('made-here\n');
  });

  it.each([
    { name: 'limit and offset', path: '/v2/manage/repos' },
    { name: 'a filter', path: '/v2/manage/repos?filter=name::a' },
    { name: 'a filter that is not there yet', path: '/v2/manage/namespaces/a/repos/b/sync_job' },
  ])('reads a list by $name to its end', async ({ path }) => {
    const { stdout, server } = await scripted(offsetList, ['GET', path, '--paginate']);
    expect(JSON.parse(stdout)).toEqual([0, 1, 2, 3, 4]);
    expect(server.seen).toHaveLength(3);
  });

  it.each(['nextMarker', 'next_marker'])('reads a list by %s to its end', async (name) => {
    const script: Script = ({ url }, response) => {
      const marker = new URL(url, 'http://x').searchParams.get('marker');
      sendJson(response, 200, marker === 'b' ? { tags: [2] } : { tags: [1], has_more: true, [name]: 'b' });
    };
    const { stdout } = await scripted(script, ['GET', '/v3/manage/namespaces/a/repos/b/tags', '--paginate']);
    expect(JSON.parse(stdout)).toEqual([1, 2]);
  });

  it.each([
    { args: ['GET', '//elsewhere.example/v2'], message: 'is not a path of the management API' },
    { args: ['GET', 'https://elsewhere.example/v2'], message: 'is not a path of the management API' },
    { args: ['FETCH', '/'], message: '"FETCH" is not a method' },
    { args: ['POST', '/', '--paginate'], message: 'goes with GET only' },
    { args: ['GET', '/', '--input', '-'], message: 'A GET has no body' },
    { args: ['POST', '/', '--field', 'x'], message: '--field is "x", expected name=value' },
  ])('refuses $args without a request', async ({ args, message }) => {
    const { stderr, exitCode, server } = await scripted(({ url }, response) => sendJson(response, 200, url), args);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
    expect(server.seen).toEqual([]);
  });

  it.each([
    { path: '/v2/manage/namespaces/nope', exitCode: 5 },
    { path: '/v2/manage/nothing', exitCode: 5 },
  ])('fails for $path with $exitCode', async ({ path, exitCode }) => {
    const { run } = await openAccountShell();
    expect(await run(['api', 'GET', path])).toMatchObject({ exitCode, stdout: '' });
  });

  it('says that an answer is no list', async () => {
    const { run } = await openAccountShell();
    const { stderr, exitCode } = await run(['api', 'GET', '/v2/manage/namespaces/team', '--paginate']);
    expect(stderr).toContain('The answer of GET /v2/manage/namespaces/team is no list');
    expect(exitCode).toBe(2);
  });
});
