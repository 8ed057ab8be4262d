import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dockerSave, sha256, testImage, type TestImage } from '../support/archives.ts';
import { accountEnv, testHome, type TestHome } from '../support/login-home.ts';
import { spawnCli, type RunResult } from '../support/run.ts';
import { sendJson, startServer, type Script } from '../support/scripted-server.ts';
import { tarOf } from '../support/tar.ts';

const DEPTH = 10_000;
const ARRAYS = `${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}`;
const OBJECTS = `${'{"a":'.repeat(DEPTH)}1${'}'.repeat(DEPTH)}`;

/** What a user sees: an error of ours, in words; no crash of the runtime. */
function expectError({ stdout, stderr, exitCode }: RunResult, wanted: number, text = 'nested'): void {
  expect({ stdout, stderr }).toEqual({ stdout: '', stderr: expect.stringContaining('Error:') as string });
  expect(stderr).toContain(text);
  expect(stderr).not.toMatch(/call stack|RangeError|FATAL|out of memory|at .*\.js:\d+/);
  expect(exitCode).toBe(wanted);
}

const run = (home: TestHome, args: readonly string[], env: Readonly<Record<string, string>> = {}, stdin = '') =>
  spawnCli(args, { env: { ...home.env, ...env }, cwd: home.dir, stdin });

describe.each([
  ['arrays', ARRAYS],
  ['objects', OBJECTS],
])('ten thousand %s in each other', (_name, deep) => {
  describe('in an archive', () => {
    const archives: readonly { readonly name: string; readonly bytes: () => Buffer }[] = [
      { name: 'manifest.json', bytes: () => tarOf([{ name: 'manifest.json', data: deep }]) },
      {
        name: 'the config',
        bytes: () => {
          const image = testImage();
          const text = image.config.toString().replace('"Cmd":', `"Labels":{"x":${deep}},"Cmd":`);
          return tarOf(dockerSave({ ...image, config: Buffer.from(text) } satisfies TestImage));
        },
      },
      {
        name: 'an index',
        bytes: () =>
          tarOf([
            { name: 'oci-layout', data: '{"imageLayoutVersion":"1.0.0"}' },
            { name: 'index.json', data: `{"schemaVersion":2,"manifests":[],"x":${deep}}` },
          ]),
      },
      {
        name: 'a manifest',
        bytes: () => {
          const manifest = `{"schemaVersion":2,"config":${deep},"layers":[]}`;
          const type = 'application/vnd.oci.image.manifest.v1+json';
          const digest = `sha256:${sha256(manifest)}`;
          const index = { schemaVersion: 2, manifests: [{ mediaType: type, digest, size: manifest.length }] };
          return tarOf([
            { name: 'oci-layout', data: '{"imageLayoutVersion":"1.0.0"}' },
            { name: 'index.json', data: JSON.stringify(index) },
            { name: `blobs/sha256/${sha256(manifest)}`, data: manifest },
          ]);
        },
      },
    ];
    it.each(archives)('are an error in $name', async ({ bytes }) => {
      const home = await testHome();
      await writeFile(join(home.dir, 'app.tar'), bytes());
      expectError(await run(home, ['inspect', 'app.tar']), 1);
      expectError(await run(home, ['push', 'app.tar', '127.0.0.1:9/a/b:v1']), 1);
    });
  });

  it('are an error in what a registry answers', async () => {
    const home = await testHome();
    const answers: Readonly<Record<string, Script>> = {
      manifests: (_request, response) => void response.writeHead(200).end(`{"schemaVersion":2,"config":${deep}}`),
      tags: (_request, response) => void response.writeHead(200).end(`{"tags":${deep}}`),
      token: (_request, response) => void response.writeHead(200).end(`{"token":${deep}}`),
    };
    for (const part of Object.keys(answers)) {
      const { host } = await startServer((request, response) => {
        const answer = Object.entries(answers).find(([name]) => request.url.includes(`/${name}`) && name === part);
        if (answer !== undefined) return answer[1](request, response);
        if (part !== 'token') return sendJson(response, 200, {});
        const realm = `http://${String(request.headers.host)}/token`;
        response.writeHead(401, { 'www-authenticate': `Bearer realm="${realm}"` }).end();
      });
      const args =
        part === 'tags' ? ['copy', '--all-tags', `${host}/a/b`, `${host}/a/c`] : ['inspect', `${host}/a/b:v1`];
      expectError(await run(home, args), 1);
    }
  });

  it('are an error in what the service answers, and in what it says about an error', async () => {
    const home = await testHome();
    for (const status of [200, 400]) {
      const { origin, host } = await startServer((_request, response) => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(deep);
      });
      const place = { endpoint: origin, registry: host, iamEndpoint: origin, region: 'r-1', project: 'r-1' };
      const env = accountEnv({ ...place, ak: 'AKAKAKAKAKAKAKAKAK', sk: 'SKSKSKSKSK' } as never);
      expectError(await run(home, ['org', 'list'], env), 1, status === 200 ? 'nested' : 'HTTP 400');
      expectError(
        await run(home, ['api', 'GET', '/v2/x', '--paginate'], env),
        1,
        status === 200 ? 'nested' : 'HTTP 400',
      );
    }
  });

  it('are wrong usage in what a user gives', async () => {
    const home = await testHome();
    const place = { endpoint: 'http://127.0.0.1:9', registry: '127.0.0.1:9', iamEndpoint: 'http://127.0.0.1:9' };
    const env = accountEnv({
      ...place,
      region: 'r-1',
      project: 'r-1',
      ak: 'AKAKAKAKAKAKAKAKAK',
      sk: 'SKSKSK',
    } as never);
    await writeFile(join(home.dir, 'deep.json'), deep);
    expectError(await run(home, ['api', 'POST', '/v2/x', '--input', 'deep.json'], env), 2);
    expectError(await run(home, ['api', 'POST', '/v2/x', '--input', '-'], env, deep), 2);
    expectError(await run(home, ['api', 'POST', '/v2/x', '--field', `x=${deep}`], env), 2);
    expectError(await run(home, ['emulator', 'start', '--port', '0', '--seed', 'deep.json']), 2);
  });

  it('are an error in files', async () => {
    const home = await testHome();
    await writeFile(join(home.dir, 'deep.json'), deep);
    expectError(await run(home, ['k8s', 'check', 'deep.json']), 1);
    await mkdir(home.dockerDir);
    await writeFile(join(home.dockerDir, 'config.json'), deep);
    expectError(
      await run(home, ['login', '127.0.0.1:9', '-u', 'x', '--password-stdin', '--no-verify'], {}, 'secret'),
      1,
    );
    await mkdir(join(home.configDir, 'profiles'), { recursive: true, mode: 0o700 });
    await writeFile(join(home.configDir, 'profiles/work.json'), deep, { mode: 0o600 });
    expectError(await run(home, ['org', 'list', '--profile', 'work']), 1);
  });
});

it.each([
  ['of marks in a row', '- '.repeat(DEPTH)],
  [
    'of keys further and further to the right',
    Array.from({ length: 500 }, (_, at) => `${' '.repeat(at)}a:`).join('\n'),
  ],
  ['of brackets in brackets', '['.repeat(DEPTH)],
])('YAML that is nested deeply by way %s is an error', async (_name, deep) => {
  const home = await testHome();
  await writeFile(join(home.dir, 'deep.yaml'), deep);
  expectError(await run(home, ['k8s', 'check', 'deep.yaml']), 1);
  expectError(await run(home, ['emulator', 'start', '--port', '0', '--seed', 'deep.yaml']), 2);
});
