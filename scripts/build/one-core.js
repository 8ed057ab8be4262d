import { readFileSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * An esbuild plugin. With code splitting esbuild makes a file of each group of modules that the same entries need:
 * dozens of small files to open at the start. When each program and each lazily imported module says that it needs what
 * is loaded by then, all of that is one group, and one file.
 *
 * @param programs the entries, from `root`.
 * @param core files that every program loads before anything else.
 */
export function oneCore(root, programs, core) {
  const entries = new Set([...programs.map((name) => join(root, name)), ...lazilyImported(join(root, 'src'))]);
  const imports = core.map((name) => `import ${JSON.stringify(join(root, name))};\n`).join('');
  return {
    name: 'one-core',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        if (!entries.has(path)) return undefined;
        // Behind the code, so that line numbers stay: where an import stands makes no difference.
        return { contents: `${await readFile(path, 'utf8')}\n${imports}`, loader: 'ts' };
      });
    },
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
