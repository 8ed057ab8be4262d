import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { onTestFinished } from 'vitest';
import type { EmulatorInfo } from '../../src/emulator/emulator.ts';

/** The emulator in a process of its own, which can be killed. */
export interface EmulatorProcess {
  readonly info: EmulatorInfo;
  /** SIGKILL; resolves when the process is gone. */
  readonly kill: () => Promise<void>;
}

/** Makes a program of the emulator that keeps its data in `dataDir`. Returns how to start it, again and again. */
export async function emulatorProgram(dir: string, dataDir: string): Promise<() => Promise<EmulatorProcess>> {
  const source = join(import.meta.dirname, '../../src/emulator/emulator.ts');
  const outfile = join(dir, 'emulator.mjs');
  const contents = `
    import { startEmulator } from ${JSON.stringify(source)};
    const emulator = await startEmulator({ port: 0, dataDir: ${JSON.stringify(dataDir)} });
    console.log(JSON.stringify(emulator.info));`;
  await build({
    ...{ stdin: { contents, resolveDir: import.meta.dirname, loader: 'ts' }, outfile },
    ...{ bundle: true, platform: 'node', format: 'esm', logLevel: 'silent' },
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  return async () => {
    const child = spawn(process.execPath, [outfile], { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    return { info: JSON.parse(line) as EmulatorInfo, kill: () => killed(child) };
  };
}

async function killed(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
