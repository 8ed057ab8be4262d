import { spawn } from 'node:child_process';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { testHome, type TestHome } from './login-home.ts';
import { BIN } from './run.ts';

const HELPER = join(BIN, '../docker-credential-swr.js');

/** A home whose PATH has the helper, as an installation makes it. */
export async function homeWithHelper(): Promise<TestHome> {
  const home = await testHome();
  const bin = join(home.dir, 'bin');
  await mkdir(bin);
  await symlink(HELPER, join(bin, 'docker-credential-swr'));
  const env = { PATH: `${bin}:${home.env['PATH'] ?? ''}`, SWRCTL_CACHE_DIR: join(home.dir, 'cache') };
  return { ...home, env: { ...home.env, ...env } };
}

/** What one run of the helper gave. */
export interface Answer {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | null;
}

/** Runs one action of docker-credential-swr as programs do. */
export function ask(env: Readonly<Record<string, string>>, action: string, input = ''): Promise<Answer> {
  const child = spawn(process.execPath, [HELPER, action], { env });
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  child.stdin.on('error', () => undefined); // it may have said no already
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) =>
      resolve({ stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString(), exitCode }),
    );
  });
}

/** The login in an answer to `get`. */
export const secretOf = ({ stdout }: Answer): unknown => JSON.parse(stdout);
