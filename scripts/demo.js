// The main job from beginning to end against the emulator: npm run demo [-- ARCHIVE]. Every step prints the command
// that a user would type, then runs it.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const root = resolve(import.meta.dirname, '..');
const bin = join(root, 'bin/swrctl.js');
const folder = mkdtempSync(join(tmpdir(), 'swrctl-demo-'));
// Nothing of the user's is read or written: settings and docker logins live in a folder of their own.
const env = {
  PATH: process.env.PATH,
  HOME: folder,
  DOCKER_CONFIG: join(folder, 'docker'),
  SWRCTL_CONFIG_DIR: join(folder, 'swrctl'),
};

const say = (text) => process.stdout.write(`${text}\n`);

function run(line, args, { ok = [0] } = {}) {
  say(`\n$ ${line}`);
  try {
    execFileSync(process.execPath, [bin, ...args], { cwd: folder, env, stdio: ['ignore', 'inherit', 'inherit'] });
  } catch (error) {
    if (!ok.includes(error.status))
      throw new Error(`"${line}" ended with exit status ${error.status}`, { cause: error });
  }
}

function prepare() {
  if (!existsSync(join(root, 'node_modules'))) {
    say('$ npm ci');
    execFileSync('npm', ['ci'], { cwd: root, stdio: 'inherit' });
  }
  say('$ npm run build');
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit' });
}

async function startEmulator() {
  say('\n$ swrctl emulator start --quiet --port 0 -o json &');
  const child = spawn(process.execPath, [bin, 'emulator', 'start', '--quiet', '--port', '0', '-o', 'json'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) return { child, info: JSON.parse(line) };
  throw new Error('the emulator ended before it was ready');
}

function useEmulator({ registry }) {
  const port = registry.split(':').at(-1);
  say(`\n$ eval "$(swrctl emulator env --port ${port})"`);
  const lines = execFileSync(process.execPath, [bin, 'emulator', 'env', '--port', port], { env, encoding: 'utf8' });
  for (const [, name, value] of lines.matchAll(/^export (\w+)='(.*)'$/gm)) env[name] = value;
}

async function demo(given) {
  prepare();
  mkdirSync(env.DOCKER_CONFIG, { recursive: true });
  const archive = given ? resolve(given) : join(folder, 'app.tar');
  if (!given) {
    const { makeArchive } = await import('./demo-archive.js'); // its packages may have been installed just now
    say(`\nThe archive: ${await makeArchive(archive)}`);
  }
  const { child, info } = await startEmulator();
  try {
    useEmulator(info);
    run('swrctl login', ['login']);
    run('swrctl org add demo', ['org', 'add', 'demo']);
    run(`swrctl push ${archive} demo/app:v1 demo/app:v2`, ['push', archive, 'demo/app:v1', 'demo/app:v2']);
    run('swrctl tag list demo/app -o table', ['tag', 'list', 'demo/app', '-o', 'table']);
    run('swrctl pull demo/app:v1 -o back.tar', ['pull', 'demo/app:v1', '-o', 'back.tar']);
    run(`swrctl diff ${archive} back.tar && echo "the same image"`, ['diff', archive, 'back.tar']);
    say('the same image');
    const preview = ['retention', 'preview', 'demo/app', '--keep-count', '1'];
    run(`swrctl ${preview.join(' ')} -o table`, [...preview, '-o', 'table']);
    run('swrctl logout', ['logout']);
  } finally {
    say('\n$ kill %1');
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGTERM');
    say(`the emulator ended with exit status ${await ended}`);
  }
}

try {
  await demo(process.argv[2]);
  say('\nDone: logged in, pushed, listed, pulled back, compared.');
} catch (error) {
  process.stderr.write(`\nThe demo failed: ${error.message}\n`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
