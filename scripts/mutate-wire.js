// Makes every name that the client reads from or sends to the service wrong, one at a time, and runs the tests of the wire:
// each mutant must make one of them fail. `npm run mutate-wire [-- FILE…]`; nothing is written to disk.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createVitest } from 'vitest/node';
import { mutantsOf } from './wire/mutants.js';

const ROOT = join(import.meta.dirname, '..');
const SWR = join(ROOT, 'src/swr');
/** The quick ones first; what they let pass goes to the others. */
const TESTS = [
  ['test/swr/'],
  ['test/commands/auth/temporary', 'test/commands/tag', 'test/commands/quota', 'test/commands/trigger', 'test/iam'],
];

const files = [
  ...readdirSync(join(SWR, 'endpoints')).map((name) => join(SWR, 'endpoints', name)),
  ...['wire.ts', 'clusters.ts', 'temporary-login.ts', 'paging.ts', 'client.ts'].map((name) => join(SWR, name)),
].filter((file) => process.argv.length < 3 || process.argv.slice(2).some((part) => file.includes(part)));

/** What stands in for a file of the program at the moment. */
let mutant;
const plugin = {
  name: 'mutant',
  enforce: 'pre',
  load: (id) => (mutant?.file === id ? mutant.text : undefined),
};

const quiet = { onInit: () => undefined };
const options = { watch: false, reporters: [quiet], globalSetup: [], maxWorkers: 1, testTimeout: 60_000, bail: 1 };
const vitest = await createVitest('test', { ...options, root: ROOT, silent: true }, { plugins: [plugin] });
const suites = await Promise.all(TESTS.map((filters) => vitest.globTestSpecifications(filters)));

async function passes(specifications) {
  vitest.projects.forEach((project) => project.vite.moduleGraph.invalidateAll());
  vitest.vite.moduleGraph.invalidateAll();
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications, true);
  return unhandledErrors.length === 0 && testModules.every((module) => module.ok());
}

async function survives() {
  for (const specifications of suites) if (!(await passes(specifications))) return false;
  return true;
}

if (!(await survives())) throw new Error('The tests fail without any mutant; mend them first');
let count = 0;
const survivors = [];
for (const file of files) {
  for (const { what, line, text } of mutantsOf(file, readFileSync(file, 'utf8'))) {
    mutant = { file, text };
    count += 1;
    const isAlive = await survives();
    if (isAlive) survivors.push(`${file.slice(ROOT.length + 1)}:${line} ${what}`);
    if (isAlive || process.env.VERBOSE)
      console.log(`${isAlive ? 'SURVIVED' : 'killed  '} ${file.slice(ROOT.length + 1)}:${line} ${what}`);
  }
}
await vitest.close();
console.log(`${count - survivors.length} of ${count} wrong names make a test fail`);
process.exit(survivors.length === 0 ? 0 : 1);
