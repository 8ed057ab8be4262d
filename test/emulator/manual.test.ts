import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { QUIRKS } from '../../src/emulator/domain/quirks.ts';
import { USERS } from '../../src/emulator/iam/accounts.ts';
import { startTestEmulator } from '../support/emulator.ts';
import { signedCall } from '../support/signed-call.ts';

const MANUAL = readFileSync(join(import.meta.dirname, '../../docs/emulator.md'), 'utf8');

describe('the manual of the emulator', () => {
  it('has a seed that works', async () => {
    const seed = /```yaml\n(.*?)```/s.exec(MANUAL)?.[1] ?? '';
    const emulator = await startTestEmulator({ seed });
    expect(emulator.info.users.map(({ name }) => name)).toContain('dora');
    const { body } = await signedCall(emulator, { path: '/v2/manage/namespaces/team/access' });
    expect(body).toMatchObject({ others_auths: [{ user_name: 'administrator' }, { user_name: 'alice', auth: 3 }] });
  });

  it.each(QUIRKS)('describes the quirk $name', ({ name, default: isOn, description }) => {
    const row = new RegExp(`^\\| \`${name}\` +\\| (on|off) +\\| (.*?) +\\|$`, 'm').exec(MANUAL);
    expect(row?.slice(1)).toEqual([isOn ? 'on' : 'off', description]);
  });

  it('names the built-in users', () => {
    for (const { name } of USERS) expect(MANUAL).toContain(`\`${name}\``);
    expect(MANUAL).toContain(`\`${USERS[0]?.ak ?? ''}\``);
    expect(MANUAL).toContain(`\`${USERS[3]?.ak ?? ''}\``);
  });
});
