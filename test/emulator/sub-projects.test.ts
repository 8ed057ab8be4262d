import { describe, expect, it } from 'vitest';
import { startTestEmulator } from '../support/emulator.ts';
import { runCli } from '../support/run.ts';
import { signedCall } from '../support/signed-call.ts';
import { tempDir } from '../support/temp-dir.ts';

const SEED = `
accounts: [{ name: emulator, projects: [cn-north-4_team, cn-east-3_team] }]
organizations: [{ name: far, region: cn-east-3 }, { name: near }]
`;

describe('a sub-project of the seed', () => {
  it('is listed by the identity service beside the main ones', async () => {
    const emulator = await startTestEmulator({ seed: SEED });
    const { body } = await signedCall(emulator, { path: '/v3/projects', query: { name: 'cn-east-3_team' } });
    expect(body).toMatchObject({ projects: [{ name: 'cn-east-3_team' }] });
    const all = (await signedCall(emulator, { path: '/v3/projects' })).body as { projects: { id: string }[] };
    expect(new Set(all.projects.map(({ id }) => id)).size).toBe(37);
  });

  it('leads to its region by id, in the docker login and as scope of a token', async () => {
    const emulator = await startTestEmulator({ seed: SEED });
    const { body } = await signedCall(emulator, { path: '/v3/projects', query: { name: 'cn-east-3_team' } });
    const [{ id = '' } = {}] = (body as { projects: { id: string }[] }).projects;
    const list = await signedCall(emulator, { path: '/v2/manage/namespaces', headers: { 'x-project-id': id } });
    expect(list.body).toMatchObject({ namespaces: [{ name: 'far' }] });
    const { ak, sk } = emulator.info;
    const login = emulator.login(ak, sk, 'cn-east-3_team');
    expect(await emulator.token(['repository:far/app:pull,push'], login)).toContain('.');
    await expect(emulator.token(['repository:near/app:pull'], login)).rejects.toThrow('does not exist');
  });

  it('is what SWRCTL_PROJECT may name', async () => {
    const { info } = await startTestEmulator({ seed: SEED });
    const env = {
      ...{ SWRCTL_ENDPOINT: info.endpoint, SWRCTL_REGISTRY: info.registry, SWRCTL_IAM_ENDPOINT: info.iamEndpoint },
      ...{ SWRCTL_AK: info.ak, SWRCTL_SK: info.sk, SWRCTL_REGION: 'cn-east-3', SWRCTL_PROJECT: 'cn-east-3_team' },
      SWRCTL_CONFIG_DIR: await tempDir(),
    };
    expect(await runCli(['org', 'list', '-o', 'name'], { env })).toMatchObject({ exitCode: 0, stdout: 'far\n' });
  });

  it.each(['team', 'cn-north-4', 'cn-north-4_', 'mars-1_team'])('is not called %s', async (name) => {
    const seed = `accounts: [{ name: emulator, projects: ['${name}'] }]`;
    await expect(startTestEmulator({ seed })).rejects.toMatchObject({ code: 'USAGE' });
  });
});
