import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

/**
 * An esbuild plugin. With code splitting esbuild makes a file of each group of modules that the same entries need:
 * dozens of small files to open at the start. When each program and each lazily imported module says that it needs what
 * is loaded by then, all of that is one group, and one file. The same goes for what every command of the network
 * loads next: whatever imports a part of it says that it needs all of it.
 *
 * @param programs the entries, from `root`.
 * @param core files that every program loads before anything else.
 * @param network `of`: folders of the network, from `root`; `core`: what opens it.
 */
export function oneCore(root, programs, core, network) {
  const src = join(root, 'src');
  const lazy = lazilyImported(src);
  const entries = new Set([...programs.map((name) => join(root, name)), ...lazy]);
  const needsNetwork = closureOf((path) => network.of.some((folder) => relative(root, path).startsWith(folder)));
  const importsOf = (names) => names.map((name) => `import ${JSON.stringify(join(root, name))};\n`).join('');
  return {
    name: 'one-core',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        if (!entries.has(path)) return undefined;
        const names = lazy.has(path) && needsNetwork(path) ? [...core, ...network.core] : core;
        // Behind the code, so that line numbers stay: where an import stands makes no difference.
        return { contents: `${await readFile(path, 'utf8')}\n${importsOf(names)}`, loader: 'ts' };
      });
    },
  };
}

/** Imports of values, from the top of a module. */
const STATIC = /^(?:import|export) (?!type )[^;'"]*?(?:from )?'(\.[^']+\.ts)';/gms;

/** Whether a module, or anything that is loaded with it, is what `isWanted` says. */
function closureOf(isWanted) {
  const known = new Map();
  return function has(path) {
    if (isWanted(path)) return true;
    if (!known.has(path) && existsSync(path)) {
      known.set(path, false); // in a circle the first one decides
      const code = readFileSync(path, 'utf8');
      const imports = [...code.matchAll(STATIC)].map(([, target]) => join(dirname(path), target));
      known.set(path, imports.some(has));
    }
    return known.get(path) ?? false;
  };
}

function lazilyImported(src) {
  const files = readdirSync(src, { recursive: true }).filter((name) => name.endsWith('.ts'));
  return new Set(
    files.flatMap((name) => {
      const path = join(src, name);
      const code = readFileSync(path, 'utf8');
      return [...code.matchAll(/\bimport\(\s*'(\.[^']+)'/g)].map(([, target]) => join(dirname(path), target));
    }),
  );
}
