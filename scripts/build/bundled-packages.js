import { readFileSync, readdirSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';

/**
 * Packages that nearly every command needs become part of the bundle: one file of them is read in a fraction of the
 * time of a hundred. All other packages stay outside and are loaded when used. libdeflate is in it because an installed
 * one would say that it wants a newer Node than it needs; the tests run it on each that we name.
 */
const BUNDLED = ['commander', 'undici', 'libdeflate'];

/** Undici's own index loads all of undici: fetch, WebSocket, caches, mocks. A third of that is what http/ uses. */
const UNDICI = `
  import api from 'undici/lib/api/index.js';
  import Dispatcher from 'undici/lib/dispatcher/dispatcher.js';
  Object.assign(Dispatcher.prototype, api);
  export { default as buildConnector } from 'undici/lib/core/connect.js';
  export { default as Agent } from 'undici/lib/dispatcher/agent.js';
  export { default as EnvHttpProxyAgent } from 'undici/lib/dispatcher/env-http-proxy-agent.js';
`;

/** Commander starts programs only for commands that are programs of their own. We have none, and loading this takes time. */
const NO_PROGRAMS = 'exports.spawn = () => { throw new Error("no command is a program of its own"); };';

/** HTTP/2 is off in our pools, and loading Node's part of it takes time. */
const NO_HTTP2 = 'module.exports = () => { throw new Error("HTTP/2 is off"); };';

/**
 * The V8 of Node 20 soon makes faster code of undici's parser, which takes a tenth of a second, and the end of the process
 * waits for it: longer than a command of one request takes for all else. The code it has at once is fast enough. V8 copies
 * the budget when it compiles, so that other programs in WebAssembly, which pack and unpack layers, are not meant.
 */
const KEEP_FIRST_CODE = `
const IN_BYTES = { usual: 1800000, endless: 2000000000 };
function compileOnce(bytes) {
  if (!process.versions.v8.startsWith('11.')) return new WebAssembly.Module(bytes);
  const { setFlagsFromString } = process.getBuiltinModule('node:v8');
  setFlagsFromString('--wasm-tiering-budget=' + IN_BYTES.endless);
  try {
    return new WebAssembly.Module(bytes);
  } finally {
    setFlagsFromString('--wasm-tiering-budget=' + IN_BYTES.usual);
  }
}
`;

/** @throws where undici compiles its parser in another way than it did. */
function withFirstCode(code) {
  const patched = code.replaceAll('new WebAssembly.Module(', 'compileOnce(');
  if (patched === code) throw new Error('undici no longer compiles its parser in client-h1.js');
  return `${patched}\n${KEEP_FIRST_CODE}`;
}

/** Of src/bin/load-package.ts. */
const LOADER = './load-package.cjs';

/** A module with a `then` stands for what that gives. */
const packageText = (name) => `
  export const then = (resolve, reject) =>
    require('${LOADER}').loadPackage(${JSON.stringify(name)}).then(resolve, reject);
`;

const isIn = (importer, name) => importer.includes(`/node_modules/${name}/`);

/** An esbuild plugin. */
export const bundledPackages = (root) => ({
  name: 'bundled-packages',
  setup({ onResolve, onLoad }) {
    onResolve(
      { filter: /^(?:[^.]|\.\/client-h2\.js$|\.\/load-package\.cjs$)/ },
      ({ path, importer, kind, namespace }) => {
        if (kind === 'entry-point' || path.startsWith('/')) return undefined;
        if (kind === 'require-call' && isBuiltin(path)) {
          const isUnused = path === 'node:child_process' && isIn(importer, 'commander');
          return { path: isUnused ? 'unused' : path, namespace: 'builtin' };
        }
        if (path === './client-h2.js' && isIn(importer, 'undici')) return { path, namespace: 'off' };
        if (path === 'undici') return { path, namespace: 'part' };
        if (namespace === 'part') return undefined;
        if (path === LOADER) return { path, external: true };
        if (kind === 'dynamic-import' && !isBuiltin(path)) return { path, namespace: 'package' };
        return BUNDLED.includes(path) ? undefined : { path, external: true };
      },
    );
    // A module has no require(), but it can ask for what Node has.
    onLoad({ filter: /./, namespace: 'builtin' }, ({ path }) => ({
      contents: path === 'unused' ? NO_PROGRAMS : `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
    onLoad({ filter: /undici\/lib\/dispatcher\/client-h1\.js$/ }, ({ path }) => ({
      contents: withFirstCode(readFileSync(path, 'utf8')),
    }));
    onLoad({ filter: /./, namespace: 'package' }, ({ path }) => ({ contents: packageText(path) }));
    onLoad({ filter: /./, namespace: 'off' }, () => ({ contents: NO_HTTP2 }));
    onLoad({ filter: /./, namespace: 'part' }, () => ({ contents: UNDICI, resolveDir: root }));
  },
});

/** The licenses of what is in the bundle, which want to go with it. */
export function bundledLicenses(root) {
  const texts = BUNDLED.map((name) => {
    const folder = join(root, 'node_modules', name);
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    return `${name} ${version}\n\n${readFileSync(join(folder, file), 'utf8')}`;
  });
  return texts.join('\n----\n\n');
}
