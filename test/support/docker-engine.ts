import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { findProgram } from './peers.ts';

/** A docker engine of its own: no network, nothing shared with one that may run here. */
export interface DockerEngine {
  /** Runs the docker client. @returns stdout, trimmed. */
  readonly docker: (...args: readonly string[]) => Promise<string>;
  /** What a client needs to reach it. */
  readonly env: Readonly<Record<string, string>>;
  readonly folder: string;
  /** Runs the client of the engine's own containerd. @returns stdout, trimmed. */
  readonly ctr: (...args: readonly string[]) => Promise<string>;
  readonly close: () => Promise<void>;
}

const run = promisify(execFile);

/** Starts dockerd; it takes a few seconds, so share one among the tests of a file. */
export async function startDockerEngine(): Promise<DockerEngine> {
  const folder = await mkdtemp(join(tmpdir(), 'swrctl-docker-'));
  const socket = `unix://${join(folder, 's')}`;
  const quiet = ['--iptables=false', '--ip6tables=false', '--bridge=none'];
  const places = ['--data-root', join(folder, 'data'), '--exec-root', join(folder, 'exec'), '-p', join(folder, 'pid')];
  const child = spawn(findProgram('dockerd') ?? 'dockerd', [...quiet, ...places, '-H', socket], { stdio: 'ignore' });
  const env = { PATH: process.env['PATH'] ?? '', HOME: folder, DOCKER_HOST: socket, DOCKER_BUILDKIT: '0' };
  const docker = async (...args: readonly string[]): Promise<string> =>
    (await run('docker', args, { env, maxBuffer: 1 << 26 })).stdout.trim();
  const containerd = join(folder, 'exec', 'containerd', 'containerd.sock');
  const ctr = async (...args: readonly string[]): Promise<string> =>
    (await run('ctr', ['-a', containerd, ...args], { env, maxBuffer: 1 << 26 })).stdout.trim();
  const close = async (): Promise<void> => {
    if (child.exitCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    await rm(folder, { recursive: true, force: true });
  };
  for (;;) {
    if (child.exitCode !== null) throw new Error('dockerd did not start');
    try {
      await docker('version');
      return { docker, ctr, env, folder, close };
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100)); // not listening yet
    }
  }
}

/** Programs that a root file system gets, each with the libraries it needs. */
const PROGRAMS = ['sh', 'cat'];

/** Copies a shell and `cat` of this machine: the smallest root file system that can run something. */
export async function copyRootFs(folder: string): Promise<void> {
  for (const name of PROGRAMS) {
    const program = findProgram(name) ?? `/bin/${name}`;
    const libraries = execFileSync('ldd', [program], { encoding: 'utf8' }).match(/\/\S+/g) ?? [];
    for (const path of [program, ...libraries]) {
      await mkdir(join(folder, dirname(path)), { recursive: true });
      await copyFile(path, join(folder, path));
    }
  }
  await mkdir(join(folder, 'bin'), { recursive: true });
  await copyFile('/bin/sh', join(folder, 'bin/sh'));
}

/** Builds an image of three layers that prints `hello` when it runs, under these names. */
export async function buildHello({ docker, folder }: DockerEngine, ...names: readonly string[]): Promise<void> {
  const context = join(folder, 'context');
  await copyRootFs(join(context, 'root'));
  const steps = ['FROM scratch', 'COPY root /', 'RUN echo hello > /hello', 'ENV GREETING=hello', 'RUN : > /empty'];
  await writeFile(
    join(context, 'Dockerfile'),
    [...steps, 'CMD ["/bin/sh","-c","read x < /hello; echo $x"]', ''].join('\n'),
  );
  const tags = names.flatMap((name) => ['-t', name]);
  await docker('build', '-q', '--network', 'none', ...tags, context);
}
