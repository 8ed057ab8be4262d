// Bundles src/ into dist/: everything that each command line needs in one file, and one file per lazily imported part.
import { mkdtemp, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { bundledLicenses, bundledPackages } from './build/bundled-packages.js';
import { oneCore } from './build/one-core.js';

const programs = {
  swrctl: 'src/bin/swrctl.ts',
  'docker-credential-swr': 'src/bin/docker-credential-swr.ts',
  'swrctl-credential-provider': 'src/bin/swrctl-credential-provider.ts',
};
/** Programs of threads. package.json names them, for src/content/thread.ts. */
const threads = {
  'gzip-thread': 'src/content/gzip-thread.ts',
  'proof-thread': 'src/content/proof-thread.ts',
};
const root = resolve(import.meta.dirname, '..');
const dist = join(root, 'dist');

/**
 * A program that runs while dist/ is made anew never finds it empty: new files come first, the programs last of them,
 * and only then the files go that nobody needs any more. Their names hold a hash of their content.
 */
async function replaceDist(fresh) {
  await mkdir(dist, { recursive: true });
  const files = await readdir(fresh);
  const isEntry = (name) => name.replace(/\.js$/, '') in programs;
  for (const name of [...files.filter((name) => !isEntry(name)), ...files.filter(isEntry)]) {
    await rename(join(fresh, name), join(dist, name));
  }
  for (const name of await readdir(dist)) {
    if (!files.includes(name)) await rm(join(dist, name), { recursive: true, force: true });
  }
}

const fresh = await mkdtemp(join(root, '.dist-'));
try {
  const common = {
    absWorkingDir: root,
    outdir: fresh,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    sourcemap: true,
    logLevel: 'warning',
  };
  const core = oneCore(root, Object.values(programs), ['src/bin/program.ts', 'src/app/process-world.ts']);
  const plugins = [core, bundledPackages(root)];
  await build({ ...common, entryPoints: programs, splitting: true, plugins });
  await build({ ...common, entryPoints: { 'compile-cache': 'src/bin/compile-cache.ts' } });
  await build({ ...common, entryPoints: threads, plugins: [bundledPackages(root)] });
  await writeFile(join(fresh, 'LICENSES.txt'), bundledLicenses(root));
  await replaceDist(fresh);
} finally {
  await rm(fresh, { recursive: true, force: true });
}
