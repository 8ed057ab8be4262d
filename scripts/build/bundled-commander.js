// An esbuild plugin: commander becomes part of the bundle, all other packages stay outside and are loaded when used.

/** Commander starts programs only for commands that are programs of their own. We have none, and loading this takes time. */
const NO_PROGRAMS = 'export function spawn() { throw new Error("no command is a program of its own"); }';

const isCommander = (importer) => /[\\/]node_modules[\\/]commander[\\/]/.test(importer);

export const bundledCommander = {
  name: 'bundled-commander',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[^.]/ }, ({ path, importer, kind }) => {
      if (kind === 'entry-point' || path.startsWith('/') || path === 'commander') return undefined;
      // Commander says require(), which a module does not have.
      return kind === 'require-call' && isCommander(importer)
        ? { path, namespace: 'required' }
        : { path, external: true };
    });
    onLoad({ filter: /./, namespace: 'required' }, ({ path }) => ({
      contents: path === 'node:child_process' ? NO_PROGRAMS : `export * from ${JSON.stringify(path)};`,
    }));
  },
};
