// Asks a service and the emulator the same questions and prints where their answers differ:
//   npm run conformance -- --profile P          a real account; it makes one organization with a random name, and removes it
//   npm run conformance -- --endpoint URL       an emulator that runs
// Exit status: 0 no difference, 10 differences, others as swrctl. Nothing of the account is in what it prints.
import { mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = resolve(import.meta.dirname, '..');
// Beside node_modules and package.json, which the program looks for.
const folder = await mkdtemp(join(root, '.dist-conformance-'));
const outfile = join(folder, 'main.mjs');
try {
  await build({
    ...{ absWorkingDir: root, entryPoints: ['scripts/conformance/main.ts'], outfile },
    ...{ bundle: true, format: 'esm', platform: 'node', packages: 'external', logLevel: 'warning' },
  });
  await import(pathToFileURL(outfile).href);
} finally {
  await rm(folder, { recursive: true, force: true });
}
