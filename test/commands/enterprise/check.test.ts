import { describe, expect, it } from 'vitest';
import { docker25, multiPlatform } from '../../support/zoo.ts';
import { INSTANCE, openInstanceShell } from './instance-shell.ts';

describe('check against an instance', () => {
  it('finds nothing in the way where there is nothing', async () => {
    const { save, run, emulator } = await openInstanceShell();
    const host = emulator.info.instances[0]?.host ?? '';
    await save('a.tar', multiPlatform);
    for (const to of ['library/zoo:v1', `${host}/library/zoo:v1`]) {
      const { exitCode, stderr } = await run(['check', 'a.tar', '--to', to]);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: 'Nothing stands in the way of a push\n' });
    }
  });

  it('names a namespace that is missing, and writes nothing', async () => {
    const { save, run, writes } = await openInstanceShell();
    await save('a.tar', docker25);
    const { exitCode, stdout, stderr } = await run(['check', 'a.tar', '--to', 'nowhere/zoo:v1']);
    expect(exitCode).toBe(6);
    expect(stdout).toMatch(/^blocker\tnamespace\t/);
    expect(`${stdout}${stderr}`).toContain('nowhere');
    expect(`${stdout}${stderr}`).toContain(INSTANCE);
    const sent = (await writes()).filter((call) => !call.startsWith('HEAD ') && !call.endsWith('/temp-credential'));
    expect(sent).toEqual([]);
  });
});
