import { looksLikeJson } from './commands/output-options.ts';
import { closeProcess, openProcess } from './process-world.ts';
import { runProgram } from './program.ts';

const argv = process.argv.slice(2);
const world = openProcess({ isJson: looksLikeJson(argv), isDebug: argv.includes('--debug') });

await closeProcess(await runProgram(world));
