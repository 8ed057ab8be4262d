import { chmod, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDockerConfig } from '../../src/auth/docker-config.ts';

const login = { kind: 'password', username: 'ann', password: 'pass word "quoted"' } as const;

/** A helper that keeps each server in a file beside itself, as docker-credential-helpers describe the protocol. */
const HELPER = `#!/bin/sh
echo "$1" >> "$0.calls"
input=$(cat)
server=$(printf %s "$input" | sed 's/.*"ServerURL":"\\([^"]*\\)".*/\\1/')
file="$0.d.$(printf %s "$server" | tr '/:' '__')"
case "$1" in
  store) printf %s "$input" > "$file" ;;
  get) if [ -f "$file" ]; then cat "$file"; else echo 'credentials not found in native keychain'; exit 1; fi ;;
  erase) if [ -f "$file" ]; then rm "$file"; else echo 'credentials not found in native keychain'; exit 1; fi ;;
  list) printf '{"https://listed.example.com":"bob"}' ;;
esac
`;

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'swrctl-helper-'));
  path = join(folder, 'config.json');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const config = () => createDockerConfig({ path, env: { PATH: `${folder}:/usr/bin:/bin` } });
const install = async (script: string) => {
  const program = join(folder, 'docker-credential-fake');
  await writeFile(program, script);
  await chmod(program, 0o755);
};
const calls = async () => (await readFile(join(folder, 'docker-credential-fake.calls'), 'utf8')).trim().split('\n');

describe('a credential helper', () => {
  it.each([
    { name: 'credsStore', value: { credsStore: 'fake' } },
    { name: 'credHelpers', value: { credHelpers: { 'r.example.com:5000': 'fake' }, credsStore: 'absent' } },
  ])('keeps the login when it is set as $name', async ({ value }) => {
    await install(HELPER);
    await writeFile(path, JSON.stringify(value));
    expect(await config().get('r.example.com:5000')).toBeUndefined();
    expect(await config().set('r.example.com:5000', login)).toEqual({ file: true, helper: 'fake' });
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ ...value, auths: { 'r.example.com:5000': {} } });
    expect(await config().get('r.example.com:5000')).toEqual({ login, source: 'docker-credential-fake' });
    expect(await config().erase('r.example.com:5000')).toEqual({ file: true, helper: 'fake' });
    expect(await config().get('r.example.com:5000')).toBeUndefined();
    expect(await config().erase('r.example.com:5000')).toEqual({ file: false, helper: 'fake' });
    expect(await calls()).toEqual(['get', 'store', 'get', 'erase', 'get', 'erase']);
  });

  it('takes a plain login out of the file when the helper has it', async () => {
    await install(HELPER);
    const auth = Buffer.from('old:pw').toString('base64');
    await writeFile(path, JSON.stringify({ auths: { 'r.example.com': { auth, email: 'x' } }, credsStore: 'fake' }));
    await config().set('r.example.com', login);
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ auths: { 'r.example.com': { email: 'x' } } });
    expect(await readFile(path, 'utf8')).not.toContain(auth);
  });

  it('is asked for Docker Hub by its URL', async () => {
    await install(`#!/bin/sh\nprintf '{"ServerURL":"%s","Username":"%s","Secret":"s"}' x "$(cat)"\n`);
    await writeFile(path, '{"credsStore":"fake"}');
    expect((await config().get('docker.io'))?.login).toMatchObject({ username: 'https://index.docker.io/v1/' });
  });

  it('gives an identity token under the user name <token>', async () => {
    await install(HELPER);
    await writeFile(path, '{"credsStore":"fake"}');
    const token = { kind: 'identity-token', identityToken: 'refresh' } as const;
    await config().set('r.example.com', token);
    expect((await config().get('r.example.com'))?.login).toEqual(token);
    expect(await readFile(join(folder, 'docker-credential-fake.d.r.example.com'), 'utf8')).toContain('<token>');
  });

  it('lists what it keeps beside the entries of the file', async () => {
    await install(HELPER);
    await writeFile(path, '{"auths":{"a.example.com":{}},"credHelpers":{"r.example.com":"swr"},"credsStore":"fake"}');
    expect(await config().list()).toEqual([
      { host: 'a.example.com', helper: 'fake' },
      { host: 'r.example.com', helper: 'swr' },
      { host: 'listed.example.com', username: 'bob', helper: 'fake' },
    ]);
  });

  it('that is not on the PATH is an error, and nothing is written', async () => {
    const text = '{"credsStore":"fake","auths":{"r.example.com":{}}}';
    await writeFile(path, text);
    for (const attempt of [
      () => config().get('r.example.com'),
      () => config().set('r.example.com', login),
      () => config().erase('r.example.com'),
    ]) {
      await expect(attempt()).rejects.toMatchObject({
        code: 'HELPER_FAILED',
        message: 'The credential helper docker-credential-fake is not on the PATH',
      });
    }
    expect(await readFile(path, 'utf8')).toBe(text);
    expect(await readdir(folder)).toEqual(['config.json']);
  });

  it.each([
    { name: 'fails', script: '#!/bin/sh\necho "keychain is locked"; exit 2\n', says: 'keychain is locked' },
    { name: 'dies without reading', script: '#!/bin/sh\nkill -9 $$\n', says: 'refused to get' },
    { name: 'talks nonsense', script: '#!/bin/sh\necho "{secret"\n', says: 'no usable answer' },
    { name: 'talks without end', script: '#!/bin/sh\nyes secret\n', says: 'refused to get' },
  ])('that $name is reported in its own words', async ({ script, says }) => {
    await install(script);
    await writeFile(path, '{"credsStore":"fake"}');
    const failure = (await config()
      .get('r.example.com')
      .catch((error: unknown) => error)) as Error;
    expect(failure).toMatchObject({ code: 'HELPER_FAILED', message: expect.stringContaining(says) as string });
    if (!script.includes('yes')) expect(`${failure.stack} ${String(failure.cause)}`).not.toContain('secret');
  });

  it('that repeats the secret is not quoted', async () => {
    await install('#!/bin/sh\necho "cannot store $(cat)"; exit 1\n');
    await writeFile(path, '{"credsStore":"fake"}');
    const failure = (await config()
      .set('r.example.com', { ...login, password: 'very-secret' })
      .catch((error: unknown) => error)) as Error;
    expect(failure.message).toBe('The credential helper docker-credential-fake refused to store');
  });
});
