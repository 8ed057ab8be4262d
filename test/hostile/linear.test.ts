import { mkdtempSync, rmSync } from 'node:fs';
import { build } from 'esbuild';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runScript } from '../support/run-script.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Functions that read texts of others: file, name, and how it is called with such a text. */
const READERS = [
  ['problem/parse.ts', 'parseProblem', 'f(text)'],
  ['problem/explain.ts', 'explainText', 'f(text)'],
  ['http/retry.ts', 'retryAfterMs', 'f(text, 0)'],
  ['registry/challenge.ts', 'parseChallenge', 'f(text)'],
  ['http/link.ts', 'nextTarget', 'f(text, "it")'],
  ['http/link.ts', 'nextTarget', 'f("<" + text, "it")'],
  ['model/strict-json.ts', 'parseStrictJson', 'f(Buffer.from(JSON.stringify({ [text]: text })), "it")'],
  ['secrets/secrets.ts', 'hideSecrets', 'f(text, { isCut: true })'],
  ['secrets/userinfo.ts', 'withoutUserinfo', 'f(text)'],
  ['output/safe-text.ts', 'escapeControls', 'f(text)'],
  ['output/safe-text.ts', 'escapeControlsInLines', 'f(text)'],
  ['output/failure.ts', 'formatFailure', 'f({ message: text, code: "FAILED", service: { text } }, { isJson: false })'],
  [
    'output/table.ts',
    'formatTable',
    'await f([text], { columns: [{ header: "a", value: (x) => x }, { header: "b", value: () => 1 }] }, { isWide: true, now: new Date(), paint: new Proxy({}, { get: () => (x) => x }) })',
  ],
  ['base/decode.ts', 'parseJson', 'f(text, "it")'],
  ['base/decode.ts', 'isTooDeepYaml', 'f(text)'],
  ['model/reference.ts', 'parseReference', 'f(text)'],
  ['model/reference.ts', 'parseRepositoryName', 'f(text)'],
  ['model/digest.ts', 'parseDigest', 'f(text)'],
  ['model/platform.ts', 'parsePlatform', 'f(text)'],
  ['model/glob.ts', 'globPattern', 'f("*a*b*{c,d}*:*").test(text)'],
  ['model/glob.ts', 'globPattern', 'f("*/*<*\\"*x").test(text)'],
  ['model/doublestar.ts', 'matchesDoublestar', 'f(text, "a/b")'],
  ['model/doublestar.ts', 'matchesDoublestar', 'f("**/v*.[0-9]*{a,b}", text)'],
  ['model/instance.ts', 'isInstanceHost', 'f(text + ".swr-pro.myhuaweicloud.com:443")'],
  ['model/retention.ts', 'hasOpenAlternatives', 'f(text)'],
  ['archive/read/archive-name.ts', 'sameName', 'f(text, "app")'],
  ['archive/entry-name.ts', 'normalizeName', 'f(text)'],
  ['archive/entry-name.ts', 'printableName', 'f(text)'],
  [
    'auth/docker-auths.ts',
    'parseDockerAuths',
    'f({ auths: { x: { auth: Buffer.from("u:" + text).toString("base64") } } }, "it")',
  ],
  ['auth/docker-auths.ts', 'hostOfKey', 'f(text)'],
  ['auth/secret-input.ts', 'parseSecretInput', 'f(Buffer.from(text), "it")'],
  ['auth/secret-input.ts', 'parseSecretInput', 'f(Buffer.from("docker login -u a -p b " + text), "it")'],
  ['auth/credentials-file.ts', 'parseCredentialsFile', 'f(Buffer.from(text), "it")'],
  ['problem/search.ts', 'explain', 'f(text)'],
  ['app/settings/parse.ts', 'durationMs', 'f(text, "it")'],
  ['app/settings/parse.ts', 'positiveNumber', 'f(text, "it")'],
  ['app/settings/parse.ts', 'httpUrl', 'f("http://x/" + text, "it")'],
  ['app/settings/parse.ts', 'registryAddress', 'f(text, "it")'],
  ['commands/options/usage.ts', 'asUsageError', 'f(new CommanderError(1, "x", text), "")'],
  ['k8s/object-name.ts', 'parseObjectName', 'f(text, "it")'],
  ['k8s/schedule.ts', 'parseSchedule', 'f(text, "it")'],
] as const;

/** Texts of such parts alone have made some expression go back to its beginning at each of them. */
const PARTS = [
  ...[
    '<',
    '<a',
    '<title>',
    '<a>;',
    '"',
    '"a',
    '\\',
    '\\"',
    "'",
    ' ',
    ' \n',
    '\t',
    '\0',
    'a',
    'A.',
    '1',
    '.',
    '-',
    '__',
    'a-',
  ],
  ...[
    '/',
    '://',
    ':',
    'a:b@',
    '=',
    'a=',
    ',a',
    '=a:',
    '{a,',
    '[a',
    '%25',
    '&#37;',
    '\n(Did you mean ',
    'Bearer ',
    '\\\n',
  ],
];
const ENDS = ['', '\n!'];
const SIZE = 256 * 1024;
/** Each text is read in a few milliseconds; where every character is a new beginning, it is half a minute for each. */
const SECONDS = 30;

const SECRETS = READERS.findIndex(([file]) => file === 'secrets/secrets.ts');

/** All readers in one file, as this process has them compiled only for itself. */
async function bundleReaders(outfile: string): Promise<void> {
  const contents = READERS.map(([file], index) => `export * as m${index} from './src/${file}';`).join('\n');
  const target = { bundle: true, platform: 'node', format: 'esm', packages: 'external', outfile } as const;
  const stdin = { contents: `${contents}\nexport { CommanderError } from 'commander';`, resolveDir: ROOT };
  await build({ ...target, stdin, logLevel: 'silent' });
}

/** Calls one reader with each text in turn. That a text is refused is fine; that is what our own errors are for. */
const worker = (readers: string, index: number, name: string, call: string): string => `
  const readers = await import(${JSON.stringify(readers)});
  const { CommanderError } = readers;
  const f = readers.m${index}[${JSON.stringify(name)}];
  for (const secret of ['a'.repeat(40), 'aA1.:/<"%25', 'secret-secret-secret']) readers.m${SECRETS}.rememberSecret(secret);
  for (const part of ${JSON.stringify(PARTS)}) {
    for (const end of ${JSON.stringify(ENDS)}) {
      const text = part.repeat(${SIZE} / part.length) + end;
      try { ${call}; } catch (error) { if (error.name !== 'SwrctlError') throw error; }
    }
  }
`;

describe('a text of somebody else', () => {
  // Where the packages are found that they import.
  const folder = mkdtempSync(join(ROOT, 'node_modules/.swrctl-test-'));
  const readers = join(folder, 'readers.mjs');
  beforeAll(() => bundleReaders(readers));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it.each(READERS.map(([file, name, call], index) => ({ file, name, call, index })))(
    'is read in one go by $name of $file as $call',
    { timeout: (SECONDS + 30) * 1000 },
    async ({ name, call, index }) => {
      expect(await runScript(worker(readers, index, name, call), SECONDS)).toEqual({ stderr: '', exitCode: 0 });
    },
  );
});
