import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = join(import.meta.dirname, '../src');

/** What every folder may import. */
const COMMON = ['errors.ts', 'decode.ts', 'exit-codes.ts', 'abort.ts', 'temporary-folder.ts', 'secrets'];

/** What each folder may import besides itself and COMMON. The same table stands in docs/architecture.md. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  secrets: [],
  model: [],
  content: ['model'],
  archive: ['content', 'model'],
  http: [],
  auth: ['model'],
  iam: ['http', 'auth', 'model'],
  registry: ['http', 'auth', 'content', 'model'],
  swr: ['http', 'auth', 'content', 'model'],
  cache: ['model'],
  transfer: ['content', 'model'],
  emulator: ['content', 'model'],
  k8s: ['auth', 'model'],
  doctor: ['http'],
  helper: [],
  output: ['model'],
  completion: [],
  commands: [
    ...['transfer', 'cache', 'archive', 'registry', 'swr', 'iam', 'auth', 'emulator'],
    ...['k8s', 'doctor', 'output', 'completion', 'content', 'model'],
  ],
};

/** The folders (or top files) that may import a package. Everything else reaches it through them. */
const DOORS: Record<string, readonly string[]> = {
  commander: ['program.ts', 'commands', 'completion'],
  undici: ['http'],
  'tar-stream': ['archive'],
  zstddec: ['content'],
  libdeflate: ['content'],
  'unbzip2-stream': ['content'],
  'xz-decompress': ['content'],
  conf: ['auth'],
  '@napi-rs/keyring': ['auth'],
  'proper-lockfile': ['auth'],
  chalk: ['output'],
  ora: ['output'],
  'cli-table3': ['output'],
  yaml: ['output', 'auth', 'emulator', 'k8s'],
  'kubernetes-types': ['k8s'],
  '@jmespath-community/jmespath': ['output'],
};

/** Files at the top of src/ that put the parts together. */
const ROOTS = [
  'main.ts',
  'program.ts',
  'compose.ts',
  'services.ts',
  'login-finder.ts',
  'caller.ts',
  'credential-finder.ts',
  'temporary-login.ts',
  'process-world.ts',
  'compile-cache.ts',
  'docker-credential-swr.ts',
  'helper-keeper.ts',
  'swrctl-credential-provider.ts',
  'interruption.ts',
  'transfer-slots.ts',
];

/** The only files that touch the process. */
const EDGE = ['main.ts', 'process-world.ts', 'compile-cache.ts'];

const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

const importsOf = (file: string): string[] =>
  [...readFileSync(join(SRC, file), 'utf8').matchAll(/(?:\bfrom |\bimport |\bimport\(\s*)'([^']+)'/g)].map(
    ([, path = '']) => path,
  );

const topOf = (path: string): string => path.split('/')[0] ?? '';

describe('architecture', () => {
  it.each(sources)('%s imports only what its folder may', (file) => {
    if (ROOTS.includes(file)) return;
    const allowed = [topOf(file), ...(MAY_IMPORT[topOf(file)] ?? []), ...COMMON];
    const targets = importsOf(file)
      .filter((path) => path.startsWith('.'))
      .map((path) => topOf(join(dirname(file), path)));
    expect(targets.filter((target) => !allowed.includes(target))).toEqual([]);
  });

  it.each(sources)('%s reaches packages only through their door', (file) => {
    const packages = importsOf(file)
      .filter((path) => !path.startsWith('.') && !path.startsWith('node:'))
      .map((path) =>
        path
          .split('/')
          .slice(0, path.startsWith('@') ? 2 : 1)
          .join('/'),
      );
    expect(packages.filter((name) => !(DOORS[name] ?? []).includes(topOf(file)))).toEqual([]);
  });

  it('touches process and the console only at the edge', () => {
    const offenders = sources.filter(
      (file) => !EDGE.includes(file) && /\bprocess\.\w|\bconsole\.\w/.test(readFileSync(join(SRC, file), 'utf8')),
    );
    expect(offenders).toEqual([]);
  });

  it('makes paths of requests of checked parts only', () => {
    // `apiPath` takes nothing else; a template of one's own would take any name.
    const offenders = sources.filter((file) => {
      const code = readFileSync(join(SRC, file), 'utf8');
      return topOf(file) !== 'emulator' && /(?<!apiPath)`\/(?:v[0-9.]+|swr|dockyard)\/[^`]*\$\{/.test(code);
    });
    expect(offenders).toEqual([]);
  });

  it('has a rule for every folder', () => {
    const folders = new Set(sources.filter((file) => file.includes('/')).map(topOf));
    expect([...folders].filter((folder) => !(folder in MAY_IMPORT))).toEqual([]);
  });
});
