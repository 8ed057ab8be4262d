// Bundles src/ into dist/, one file per program: its parts stay lazy inside, and starting opens no file for each of them.
import { mkdtemp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { bundledLicenses, bundledPackages } from './build/bundled-packages.js';

const programs = {
  swrctl: 'src/bin/swrctl.ts',
  'docker-credential-swr': 'src/bin/docker-credential-swr.ts',
  'swrctl-credential-provider': 'src/bin/swrctl-credential-provider.ts',
};
/** What Node's own loader reads. */
const loaders = { start: 'src/bin/start.ts', 'load-package': 'src/bin/load-package.ts' };
/** Programs of threads. package.json names them, for src/content/thread.ts. */
const threads = {
  'gzip-thread': 'src/content/gzip-thread.ts',
  'hash-thread': 'src/content/hash-thread.ts',
  'proof-thread': 'src/content/proof-thread.ts',
};
const root = resolve(import.meta.dirname, '..');
const dist = join(root, 'dist');

/** A program that runs while dist/ is made anew finds each file, the old or the new one; what nobody needs goes last. */
async function replaceDist(fresh) {
  await mkdir(dist, { recursive: true });
  const files = await readdir(fresh);
  for (const name of files) await rename(join(fresh, name), join(dist, name));
  for (const name of await readdir(dist)) {
    if (!files.includes(name)) await rm(join(dist, name), { recursive: true, force: true });
  }
}

/** V8 keeps text in ASCII in half the memory. esbuild escapes all but regular expressions. */
async function escapeWideText(folder) {
  const escaped = (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  for (const name of (await readdir(folder)).filter((file) => file.endsWith('.cjs'))) {
    const text = await readFile(join(folder, name), 'utf8');
    await writeFile(join(folder, name), text.replace(/[^\0-\x7f]/g, escaped));
  }
}

const fresh = await mkdtemp(join(root, '.dist-'));
try {
  await build({
    absWorkingDir: root,
    entryPoints: { ...programs, ...loaders, ...threads },
    outdir: fresh,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    // Not modules: Node's loader of these takes longer to start, and Node 20 cannot keep what it made of them.
    format: 'cjs',
    // Only libdeflate asks, and reads nothing from there.
    banner: { js: 'const __fileURL = "file://" + __filename;' },
    define: {
      'import.meta.url': '__fileURL',
      'import.meta.dirname': '__dirname',
      'import.meta.filename': '__filename',
    },
    platform: 'node',
    target: 'node20.19',
    sourcemap: true,
    // A third less to read and to check at each start.
    minifyWhitespace: true,
    lineLimit: 500,
    legalComments: 'external',
    logLevel: 'warning',
    plugins: [bundledPackages(root)],
  });
  await escapeWideText(fresh);
  await writeFile(join(fresh, 'LICENSES.txt'), bundledLicenses(root));
  await replaceDist(fresh);
} finally {
  await rm(fresh, { recursive: true, force: true });
}
