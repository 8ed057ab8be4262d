import { spawn } from 'node:child_process';
import type { Duplex, Writable } from 'node:stream';
import { SwrctlError, systemCode } from '../base/errors.ts';
import { adoptChunk, releaseChunk } from '../base/block-memory.ts';
import { stage } from './stage.ts';

/** Programs that pack gzip faster than we can. */
export const GZIP_PROGRAMS = {
  // ISA-L. Level 2 takes the time of 1 for fewer bytes; 3 takes half as much again.
  igzip: { levels: [0, 3], level: 2, args: [] },
  // With one thread pigz packs in another way than with several.
  pigz: { levels: [0, 9], level: 6, args: ['-p', '4', '-T'] },
} as const satisfies Record<string, GzipProgramRules>;

interface GzipProgramRules {
  /** Lowest and highest. */
  readonly levels: readonly [number, number];
  /** Default. */
  readonly level: number;
  readonly args: readonly string[];
}

export interface GzipProgram {
  readonly name: keyof typeof GZIP_PROGRAMS;
  /** Where it is. */
  readonly path: string;
}

/**
 * Packs a stream with a program of this machine. The same input gives the same bytes on every run of one version of
 * it. Whether they unpack to the input is not checked here.
 *
 * @param level of that program. Default its own in GZIP_PROGRAMS.
 * @throws {SwrctlError} FAILED, through the stream, when it cannot be run or says that it failed.
 */
export function packWith(program: GzipProgram, level?: number): Duplex {
  const rules: GzipProgramRules = GZIP_PROGRAMS[program.name];
  const args = ['-c', '-n', `-${level ?? rules.level}`, ...rules.args];
  return stage((source) => run(program, args, source));
}

async function* run({ name, path }: GzipProgram, args: readonly string[], source: AsyncIterable<Buffer>) {
  // Without our environment: GZIP and PIGZ hold options. In a group of its own: Ctrl-C on a terminal goes to all of ours,
  // and what is under way is still to be finished. It ends with its input.
  const child = spawn(path, args, { env: {}, stdio: ['pipe', 'pipe', 'ignore'], detached: true, windowsHide: true });
  const ended = new Promise<string | undefined>((resolve) => {
    child.once('error', (error) => resolve(`cannot be run (${systemCode(error) ?? error.message})`));
    child.once('close', (status, signal) => resolve(status === 0 ? undefined : `ended with ${signal ?? status}`));
  });
  const feeding = feed(source, child.stdin);
  feeding.catch(() => child.kill()); // the failure itself is awaited below
  try {
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) yield adoptChunk(chunk);
    await feeding;
    const problem = await ended;
    if (problem === undefined) return;
    throw new SwrctlError('FAILED', `${path} ${problem}`, { hint: `Try ${name} by hand, or use --compressor builtin` });
  } finally {
    child.kill();
  }
}

/** Fails only with the source: why a program stopped reading is for its exit status to tell. */
async function feed(source: AsyncIterable<Buffer>, target: Writable): Promise<void> {
  target.on('error', () => undefined);
  for await (const chunk of source) {
    if (target.destroyed) return;
    await new Promise<void>((resolve) => target.write(chunk, () => resolve()));
    releaseChunk(chunk);
  }
  target.end();
}
