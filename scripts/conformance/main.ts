import { endWith, openProcess } from '../../src/app/process-world.ts';
import { runProgram } from '../../src/bin/program.ts';
import { conformance } from './command.ts';

/** Loaded as a whole before anything runs, so that the file may be gone by then. */
endWith(run());

async function run(): Promise<number> {
  const argv = ['conformance', ...process.argv.slice(2)];
  const world = Object.defineProperty(openProcess({ isJson: false, isDebug: false }), 'argv', { value: argv });
  const cleanUps: Promise<unknown>[] = [];
  const exitCode = await runProgram(world, undefined, (context) => [conformance(context, cleanUps)]);
  await Promise.allSettled(cleanUps); // a signal ends the command, and not what tidies up after it
  return exitCode === 0 ? Number(process.exitCode ?? 0) : exitCode;
}
