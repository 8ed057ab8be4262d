import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { crc32 } from 'node:zlib';

type Program = (
  exports: object,
  require: NodeJS.Require,
  module: { exports: object },
  filename: string,
  dirname: string,
) => void;

/** Bytes of the checksum before the code: V8 looks at the length alone, and runs what it is given. */
const CHECKSUM_SIZE = 4;

/** These load a small part of the program; what is kept of them would be of little use to the others. */
const SMALL = /^(?:|-.*|completion|__complete|explain|help|version)$/;

/**
 * Runs a program of ours, with the code that V8 made of it at an earlier start where that is kept, as
 * `module.enableCompileCache` does from Node 22.1 on. Whatever is wrong with the folder costs time only.
 *
 * @param program a file in ASCII, without `import()`: Node cannot follow one in code that was kept.
 * @param folder of this user alone.
 */
export function runKeepingCode(program: string, folder: string): void {
  const source = readFileSync(program);
  const file = join(folder, cacheName(program, source));
  const cachedData = isOff() ? undefined : readCode(folder, file);
  const script = new Script(`(function(exports,require,module,__filename,__dirname){${source.toString('latin1')}\n})`, {
    filename: program,
    cachedData,
  });
  const isNew = cachedData === undefined || script.cachedDataRejected === true;
  if (isNew && !isOff()) {
    process.once('exit', (status) => {
      if (status === 0) writeCode(folder, file, script.createCachedData());
    });
  }
  const run = script.runInThisContext() as Program;
  const module = { exports: {} };
  run(module.exports, createRequire(program), module, program, dirname(program));
}

/** V8 refuses what was made under other flags: those that Node is started with have files of their own. */
function cacheName(program: string, source: Buffer): string {
  const flags = crc32([...process.execArgv, process.env['NODE_OPTIONS']].join(' '));
  const hex = (sum: number): string => sum.toString(16).padStart(8, '0');
  const part = SMALL.test(process.argv[2] ?? '') ? 'small' : 'whole';
  return `${basename(program, '.cjs')}-${part}-${hex(crc32(source))}-${process.versions.v8}-${process.arch}-${hex(flags)}`;
}

const isOff = (): boolean => Boolean(process.env['NODE_DISABLE_COMPILE_CACHE']);

function readCode(folder: string, file: string): Buffer | undefined {
  try {
    // We made the file for this user alone; what a checkout or somebody else put there is open to others.
    if (!isOwn(folder, 0o022) || !isOwn(file, 0o077)) return undefined;
    const kept = readFileSync(file);
    const code = kept.subarray(CHECKSUM_SIZE);
    return kept.length > CHECKSUM_SIZE && kept.readUInt32LE() === crc32(code) ? code : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Nobody else may choose what we run: not the user whose home root has with sudo, and not a group.
 *
 * @param refused bits of the mode that it must not have
 */
function isOwn(path: string, refused: number): boolean {
  const { uid, mode } = statSync(path);
  return process.getuid === undefined || (uid === process.getuid() && (mode & refused) === 0);
}

function writeCode(folder: string, file: string, code: Buffer): void {
  const fresh = `${file}.${process.pid}`;
  const attempt = (step: () => void): void => {
    try {
      step();
    } catch {
      // the next start has to do without
    }
  };
  attempt(() => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (!isOwn(folder, 0o022)) return;
    const checksum = Buffer.alloc(CHECKSUM_SIZE);
    checksum.writeUInt32LE(crc32(code));
    writeFileSync(fresh, Buffer.concat([checksum, code]), { mode: 0o600, flag: 'wx' });
    renameSync(fresh, file);
  });
  attempt(() => rmSync(fresh, { force: true }));
}
