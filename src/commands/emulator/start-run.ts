import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { startEmulator, type EmulatorInfo, type EmulatorOptions } from '../../emulator/emulator.ts';
import { SwrctlError, hasCode } from '../../base/errors.ts';
import type { Context } from '../../app/world.ts';
import type { Output } from '../../output/output.ts';
import { QUIRKS } from '../../emulator/domain/quirks.ts';
import { requestLine } from './request-line.ts';
import { explainTakenPort } from './taken-port.ts';

export interface EmulatorStartOptions {
  readonly host: string;
  readonly port: number;
  readonly data?: string;
  readonly seed?: string;
  readonly instance: readonly string[];
  /** Milliseconds. */
  readonly jobTime: number;
  readonly quirk: readonly string[];
  readonly quota: readonly string[];
  readonly fault: readonly string[];
  readonly triggerUrl?: string | undefined;
  readonly output?: 'json';
}

/** Runs until a signal. That is how it is meant to end, so the exit status is 0. */
export async function runEmulatorStart(context: Context, flags: EmulatorStartOptions): Promise<void> {
  const running = await startEmulator(await emulatorOptions(context, flags)).catch((error: unknown) =>
    explainTakenPort(context, flags, error),
  );
  try {
    await context
      .output()
      .text(flags.output === 'json' ? `${JSON.stringify(running.info)}\n` : readyLine(running.info));
    await untilStopped(context.world.signal);
  } catch (error) {
    if (!hasCode(error, 'INTERRUPTED', 'TERMINATED')) throw error;
  } finally {
    await running.close();
  }
}

/** The keys are in the manual, so that whoever reaches it may do everything. */
function warnOfOthers({ warn }: Output, { host, port }: EmulatorStartOptions): void {
  warn(`--host ${host} LETS OTHER MACHINES IN. The emulator's keys and passwords are public:`);
  warn('whoever reaches it may read, change and delete everything in it. Use it on a network of your own only,');
  warn(`or leave --host out: swrctl emulator start --port ${port}`);
}

function readyLine({ endpoint, registry }: EmulatorInfo): string {
  const port = registry.slice(registry.lastIndexOf(':') + 1);
  return `SWR emulator ready at ${endpoint}; in another shell: eval "$(swrctl emulator env --port ${port})"\n`;
}

function untilStopped(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) done();
    signal.addEventListener(
      'abort',
      () => {
        done();
      },
      { once: true },
    );
  });
}

async function emulatorOptions({ world, output }: Context, flags: EmulatorStartOptions): Promise<EmulatorOptions> {
  const { host, port, data, seed, triggerUrl, fault, instance: instances, jobTime: jobTimeMs } = flags;
  const known = QUIRKS.map(({ name }) => name);
  return {
    host,
    port,
    now: world.now,
    random: world.random,
    faults: fault,
    instances,
    jobTimeMs,
    onOpen: () => {
      warnOfOthers(output(), flags);
    },
    ...(world.stderr.isTTY === true
      ? {
          onCall: (call) => {
            output().note(requestLine(call));
          },
        }
      : {}),
    ...(data === undefined ? {} : { dataDir: resolve(world.cwd, data) }),
    ...(seed === undefined ? {} : { seed: await readSeed(resolve(world.cwd, seed)) }),
    triggerUrl,
    quirks: Object.fromEntries(flags.quirk.map((text) => switchOf(text, known))),
    quotas: Object.fromEntries(flags.quota.map(quotaOf)),
  };
}

async function readSeed(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new SwrctlError('SOURCE_MISSING', `Cannot read the seed file ${path}`, { hint: 'Check --seed', cause });
  }
}

function switchOf(text: string, known: readonly string[]): [string, boolean] {
  const [name = '', value = ''] = text.split('=');
  if (!known.includes(name)) {
    throw new SwrctlError('USAGE', `There is no quirk "${name}"`, { hint: `Known: ${known.join(', ')}` });
  }
  if (value === 'on' || value === 'off') return [name, value === 'on'];
  throw new SwrctlError('USAGE', `--quirk ${text} says neither on nor off`, { hint: `Write --quirk ${name}=on` });
}

function quotaOf(text: string): [string, number] {
  const [key = '', value = ''] = text.split('=');
  if (key !== '' && /^\d+$/.test(value)) return [key, Number(value)];
  throw new SwrctlError('USAGE', `--quota ${text} is not KEY=NUMBER`, { hint: 'For example: --quota tag=300' });
}
