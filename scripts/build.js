// Bundles src/ into dist/: everything that each command line needs in one file, and one file per lazily imported part.
import { mkdtemp, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { bundledLicenses, bundledPackages } from './build/bundled-packages.js';
import { oneCore } from './build/one-core.js';

/** What docker and kubelet start knows no commands: it shares nothing with swrctl, so that neither opens more files for it. */
const program = { swrctl: 'src/bin/swrctl.ts' };
const helpers = {
  'docker-credential-swr': 'src/bin/docker-credential-swr.ts',
  'swrctl-credential-provider': 'src/bin/swrctl-credential-provider.ts',
};
const programs = { ...program, ...helpers };
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
  const network = { of: ['src/swr/', 'src/registry/', 'src/http/'], core: ['src/app/open-services.ts'] };
  const bundle = (entryPoints, core) =>
    build({
      ...{ ...common, entryPoints, splitting: true },
      plugins: [oneCore(root, Object.values(entryPoints), core, network), bundledPackages(root)],
    });
  await bundle(program, ['src/bin/program.ts', 'src/app/process-world.ts']);
  await bundle(helpers, ['src/helper/profile-logins.ts', 'src/app/process-world.ts']);
  await build({ ...common, entryPoints: { 'compile-cache': 'src/bin/compile-cache.ts' } });
  await build({ ...common, entryPoints: threads, plugins: [bundledPackages(root)] });
  await writeFile(join(fresh, 'LICENSES.txt'), bundledLicenses(root));
  await replaceDist(fresh);
} finally {
  await rm(fresh, { recursive: true, force: true });
}
