import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';

const FIELDS = ['name', 'default', 'description', 'source'] as const;

export const emulatorQuirks = (context: Context): Command =>
  withOutputOptions(
    new Command('quirks')
      .description('List the deviations of the real service that the emulator can show')
      .addHelpText('after', examples('swrctl emulator quirks', 'swrctl emulator quirks -o wide')),
    FIELDS,
  ).action(async () => {
    const { runEmulatorQuirks } = await import('./quirks-run.ts');
    await runEmulatorQuirks(context);
  });
