import { Command, Option } from 'commander';
import type { Context } from '../../app/world.ts';
import { MAX_PORT, durationMs, forFlag, wholeNumber } from '../../app/settings/parse.ts';
import { examples } from '../help/layout.ts';
import type { EmulatorStartOptions } from './start-run.ts';

const collect = (text: string, before: readonly string[]): readonly string[] => [...before, text];

export const emulatorStart = (context: Context): Command =>
  new Command('start')
    .description(
      'Run a whole SWR on one port until it is stopped with Ctrl-C; a terminal shows each request, but for --quiet',
    )
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option(
      '--port <number>',
      'port to listen on; 0 takes a free one',
      forFlag(wholeNumber(0, MAX_PORT), '--port'),
      5050,
    )
    .option('--data <dir>', 'keep everything in this folder, an empty one at first; without it all is gone at exit')
    .option('--seed <file>', 'begin with the accounts, organizations and repositories of a YAML file')
    .option('--instance <name>', 'begin with an instance of the enterprise edition (repeatable)', collect, [])
    .option(
      '--job-time <duration>',
      'how long jobs of the enterprise edition take',
      forFlag(durationMs, '--job-time'),
      1000,
    )
    .option('--quirk <name=on|off>', 'switch a known deviation on or off (repeatable)', collect, [])
    .option('--quota <key=number>', 'limit, for example tag=300 (repeatable)', collect, [])
    .option('--fault <spec>', 'fail on purpose: KIND[:METHOD[:PATHGLOB]][=N%|@COUNT] (repeatable)', collect, [])
    .option('--trigger-url <url>', 'POST fired triggers to this address')
    .addOption(new Option('-o, --output <format>', 'print the ready line as JSON').choices(['json']))
    .addHelpText(
      'after',
      examples(
        'swrctl emulator start',
        'swrctl emulator start --port 0 -o json --quirk oci-index-refused=off --fault 503:PUT=10%',
      ),
    )
    .action(async (flags: EmulatorStartOptions) => {
      const { runEmulatorStart } = await import('./start-run.ts');
      await runEmulatorStart(context, flags);
    });
