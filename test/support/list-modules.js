// For `node --import`: appends what is loaded to the file named by MODULE_LIST: modules, parts of Node, files of dist/.
import fs, { appendFileSync } from 'node:fs';
import module, { register } from 'node:module';

const list = process.env.MODULE_LIST;
const add = (name) => appendFileSync(list, `${name}\n`);

register(
  `data:text/javascript,${encodeURIComponent(`
    import { appendFileSync } from 'node:fs';
    export async function load(url, context, next) {
      appendFileSync(process.env.MODULE_LIST, url + '\\n');
      return next(url, context);
    }
  `)}`,
);

const { _load: load } = module;
module._load = (request, parent, isMain) => {
  add(
    module.isBuiltin(request)
      ? `node:${request.replace(/^node:/, '')}`
      : request.startsWith('/')
        ? request
        : module._resolveFilename(request, parent, isMain),
  );
  return load(request, parent, isMain);
};

const { readFileSync } = fs;
fs.readFileSync = (path, ...rest) => {
  if (String(path).endsWith('.cjs')) add(path);
  return readFileSync(path, ...rest);
};
module.syncBuiltinESMExports();
