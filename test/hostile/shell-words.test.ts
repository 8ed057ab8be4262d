import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { engineLine } from '../../src/commands/auth/engine-line.ts';
import { PRINT_FORMS } from '../../src/commands/auth/login-options.ts';
import { quoteForShell } from '../../src/model/shell-word.ts';
import { testHome } from '../support/login-home.ts';
import { itWith } from '../support/peers.ts';
import { runCli } from '../support/run.ts';
import { sendJson, startServer } from '../support/scripted-server.ts';

const exec = promisify(execFile);

const NASTY = [
  ...["it's", 'two words', '$(touch pwned)', '`touch pwned`', '"; touch pwned; "', 'a\\', "\\'", '!!', '~root', '=ls'],
  ...['-x', '*', '#', '&& x', '%PATH%', '{a,b}', '\u2018x\u2019', '\u201Cx\u201D', 'ü', '$HOME', '>x', '|x', ''],
];

describe('login --print', () => {
  it.each(PRINT_FORMS.filter((form) => form !== 'json'))('quotes every part of the line for %s', async (form) => {
    for (const text of NASTY) {
      const parts = { host: 'registry.example', username: `u${text}`, password: `p${text}`, isPlainHttp: false };
      // The program is replaced by one that shows its words.
      const line = engineLine(form, parts).replace(/^\S+/, `printf '%s\\n'`);
      const words = (await exec('sh', ['-c', line])).stdout.split('\n');
      if (form === 'ctr') expect(words).toContain(`u${text}:p${text}`);
      else expect(words).toEqual(expect.arrayContaining([`u${text}`, `p${text}`, 'registry.example']));
    }
  });

  it('prints no value with a line break', () => {
    const parts = { host: 'registry.example', username: 'u', password: 'p\ntouch pwned', isPlainHttp: false };
    expect(() => engineLine('docker', parts)).toThrow('line break');
  });
});

describe('emulator env', () => {
  /** Something on the port that is no emulator, or one that somebody else filled. */
  async function printed(shell: string, text: string) {
    const { host } = await startServer((_request, response) => {
      const address = { endpoint: text, registry: text, iamEndpoint: text };
      sendJson(response, 200, { ...address, region: text, project: text, projectId: text, ak: text, sk: text });
    });
    const { env } = await testHome();
    return runCli(['emulator', 'env', '--port', host.split(':')[1] ?? '', '--shell', shell], { env });
  }

  it('is safe for a POSIX shell', async () => {
    for (const text of NASTY.filter((one) => one !== '')) {
      const { stdout } = await printed('bash', text);
      expect((await exec('bash', ['-c', `${stdout}printf %s "$SWRCTL_SK"`])).stdout).toBe(text);
    }
  });

  itWith('fish')('is safe for fish', async () => {
    for (const text of NASTY.filter((one) => one !== '')) {
      const { stdout } = await printed('fish', text);
      expect((await exec('fish', ['-N', '-c', `${stdout}printf %s $SWRCTL_SK`])).stdout).toBe(text);
    }
  });

  it.each(["'", '\u2018', '\u2019', '\u201A', '\u201B'])('doubles %s for PowerShell', async (quote) => {
    const { stdout } = await printed('pwsh', `a${quote}; touch pwned`);
    expect(stdout).toContain(`$env:SWRCTL_SK = 'a${quote}${quote}; touch pwned'\n`);
  });

  it.each(['\u201C', '\u201D', '\u201E', '"', '`', '$x'])('leaves %s in the quotes of PowerShell as it is', (text) => {
    expect(quoteForShell(text, 'pwsh')).toBe(`'${text}'`);
  });

  it.each(['\n', '\r', '\0', '\u001B', '\u0085', '\u2028'])('prints nothing with %j in it', async (character) => {
    for (const shell of ['bash', 'fish', 'pwsh']) {
      expect(await printed(shell, `a${character}touch pwned`)).toMatchObject({ exitCode: 1, stdout: '' });
    }
  });
});

describe('a registry address', () => {
  const WRONG = [
    'a;id',
    'a$(id)',
    'a`id`',
    "a'b",
    'a"b',
    'a b',
    'a\nb',
    'a%2fb',
    'a..b',
    '-a',
    'ünï.example',
    'a:b',
    'a:99999',
  ];

  it.each([...WRONG, 'user:secret@host', 'host/path', 'host?x', 'host#x'])('is not %j', async (text) => {
    const { env } = await testHome();
    const secret = expect.not.stringContaining('secret') as string;
    const results = [
      await runCli(['login', `--registry=${text}`], { env }),
      await runCli(['org', 'list'], { env: { ...env, SWRCTL_REGISTRY: text } }),
      await runCli(['login', '--sk-stdin'], { env, stdin: `docker login -u p@AK0123456789 -p key '${text}'` }),
    ];
    for (const result of results.slice(0, 2)) expect(result).toMatchObject({ exitCode: 2, stderr: secret });
    if (!/[/'\n]/.test(text)) expect(results[2]).toMatchObject({ exitCode: 2, stderr: secret });
  });
});
