import { looksLikeJson } from '../commands/options/output-options.ts';
import { endWith, openProcess } from '../app/process-world.ts';
import { runProgram } from './program.ts';

const argv = process.argv.slice(2);
const world = openProcess({ isJson: looksLikeJson(argv), isDebug: argv.includes('--debug') });

endWith(runProgram(world));
