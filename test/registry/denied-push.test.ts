import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SwrctlError } from '../../src/base/errors.ts';
import { parseManifest } from '../../src/model/manifest.ts';
import { DOCKER } from '../../src/model/media-type.ts';
import { openRepository } from '../../src/registry/repository.ts';
import { dockerSave, testImage } from '../support/archives.ts';
import { startTestEmulator } from '../support/emulator.ts';
import { accountEnv, testHome } from '../support/login-home.ts';
import { imageManifest } from '../support/registry-calls.ts';
import { runCli } from '../support/run.ts';
import { sendJson, startServer } from '../support/scripted-server.ts';
import { tarOf } from '../support/tar.ts';
import { testHost } from '../support/test-host.ts';

const SECRET = 'default-secret of CCE only pulls';
const DORA = { ak: 'DORAKEY0000000000001', sk: 'not-a-secret-of-dora' };
const SEED = `
accounts:
  - name: emulator
    users: [{ name: dora, ak: ${DORA.ak}, sk: ${DORA.sk} }]
organizations:
  - { name: team, grants: [{ user: dora, level: read }] }
  - { name: closed }
`;

describe('a push that is denied', () => {
  it('names the pull-only login of CCE; a pull and a wrong key do not', async () => {
    const { info } = await startTestEmulator({ seed: SEED });
    const home = await testHome();
    await writeFile(join(home.dir, 'app.tar'), tarOf(dockerSave(testImage())));
    const cli = (args: string[], keys = DORA) =>
      runCli(args, { env: { ...home.env, ...accountEnv(info, keys) }, cwd: home.dir });
    const push = ['push', 'app.tar', 'team/app:v1'];
    const denied = await cli(push);
    expect(denied.exitCode).toBe(4);
    expect(denied.stderr).toContain(SECRET);
    expect((await cli(['digest', 'closed/app:v1'])).stderr).not.toContain(SECRET);
    expect((await cli(push, { ...DORA, sk: 'wrong' })).stderr).not.toContain(SECRET);
  });

  it.each([
    { user: 'cn-north-4@HST3CONSOLEKEY00001', isNamed: true },
    { user: 'ann', isNamed: false },
    { user: 'project@mail.example', isNamed: false },
  ])('by 403 without known words: $user, named: $isNamed', async ({ user, isNamed }) => {
    const { host } = await startServer(({ url, headers }, response) => {
      // This realm is what SWR is known by.
      const realm = `http://${headers.host ?? ''}/swr/auth/v2/registry/auth`;
      const challenge = { 'www-authenticate': `Bearer realm="${realm}",service="dockyard"` };
      if (url.startsWith('/swr/')) return sendJson(response, 200, { token: 'a.b.c' });
      if (headers.authorization === undefined) return sendJson(response, 401, {}, challenge);
      return sendJson(response, url === '/v2/' ? 200 : 403, {});
    });
    const repository = openRepository(testHost(host, { login: { username: user } }), 'team/app');
    const text = JSON.stringify(imageManifest(DOCKER.manifest, '{}', 'layer'));
    const manifest = parseManifest(Buffer.from(text), undefined, 'it');
    const refused = await repository.tag(manifest, 'v1').catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'AUTH_DENIED' });
    expect(String((refused as SwrctlError).hint).includes(SECRET)).toBe(isNamed);
  });
});
