import { describe, expect, it } from 'vitest';
import { EXPLANATIONS } from '../../../src/problem/explain.ts';
import { openAccountShell } from '../../support/account-shell.ts';
import { runCli } from '../../support/run.ts';

const explain = (...words: string[]) => runCli(['explain', ...words]);

describe('swrctl explain', () => {
  it.each([
    { words: ['SVCSTG.SWR.4000014'], meaning: 'A parameter is invalid (general)' },
    { words: ['4040113'], meaning: 'Image (repository) not found' },
    { words: ['Cause: SVCSTG.S2I.4019000: x (HTTP 401)'], meaning: 'No token and no AK/SK in the request' },
    { words: ['APIGW.0301'], meaning: 'Token or signature is wrong' },
    { words: ['denied'], meaning: 'The organization is missing' },
    { words: ['denied:', 'You', 'may', 'not', 'login', 'yet'], meaning: 'The image is private' },
    { words: ["400 MANIFEST_INVALID: Invalid image, fail to parse 'manifest.json'"], meaning: 'OCI types' },
    { words: ['SVCSTG.SWR.4099999'], meaning: 'A code that this version does not know' },
  ])('explains $words', async ({ words, meaning }) => {
    const { stdout, exitCode } = await explain(...words, '--json');
    if (words[0] === 'SVCSTG.SWR.4099999') return expect(exitCode).toBe(5);
    const found = JSON.parse(stdout) as { meaning: string; hint: string };
    expect(found.meaning).toContain(meaning);
    expect(found.hint).not.toBe('');
    return expect(exitCode).toBe(0);
  });

  it('looks for words', async () => {
    const { stdout } = await explain('quota', 'used', 'up', '--query', '[].code');
    expect(JSON.parse(stdout)).toEqual(['4000097', '4000098', '4000099']);
  });

  it('says what is not known', async () => {
    const { stderr, exitCode } = await explain('xyzzy');
    expect(stderr).toContain('Nothing is known about "xyzzy"');
    expect(exitCode).toBe(5);
  });

  it('knows all codes of the table, each with a meaning and a hint in one line', () => {
    const codes = [...EXPLANATIONS.values()].filter(({ code }) => /^\d{7}$/.test(code));
    expect(codes.length).toBeGreaterThanOrEqual(198);
    expect(codes.filter(({ meaning, hint }) => !/^[A-Z].*[^.]$/.test(meaning) || !/^[A-Z].*[^.]$/.test(hint))).toEqual(
      [],
    );
  });

  it.each([
    { name: 'a missing repository', args: ['tag', 'list', 'team/nope'], code: '4040113' },
    { name: 'a bad organization', args: ['org', 'add', 'Team'], code: '4001028' },
  ])('says the same as a live error does for $name', async ({ args, code }) => {
    const { run } = await openAccountShell();
    const { stderr } = await run(args);
    const { meaning, hint } = JSON.parse((await explain(code, '--json')).stdout) as Record<string, string>;
    expect(stderr).toContain(`Cause: SVCSTG.SWR.${code}: ${meaning ?? '?'}; the service says "`);
    expect(stderr).toContain(`Hint: ${hint ?? '?'}\n`);
  });
});
