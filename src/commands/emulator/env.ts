import { Command, Option } from 'commander';
import type { Context } from '../../app/world.ts';
import { MAX_PORT, forFlag, wholeNumber } from '../../app/settings/parse.ts';
import { examples } from '../help/layout.ts';
import { SHELLS } from './shells.ts';
import type { EmulatorEnvOptions } from './env-run.ts';

export const emulatorEnv = (context: Context): Command =>
  new Command('env')
    .description('Print the variables that make swrctl talk to the running emulator')
    .option('--port <number>', 'port that the emulator listens on', forFlag(wholeNumber(1, MAX_PORT), '--port'), 5050)
    .addOption(new Option('--shell <shell>', 'whose syntax').choices(SHELLS).default('bash'))
    .addHelpText(
      'after',
      examples('eval "$(swrctl emulator env)"', 'swrctl emulator env --port 5051 --shell fish | source'),
    )
    .action(async (flags: EmulatorEnvOptions) => {
      const { runEmulatorEnv } = await import('./env-run.ts');
      await runEmulatorEnv(context, flags);
    });
