import { Command } from 'commander';
import type { Quirk } from '../../emulator/domain/quirks.ts';
import type { View } from '../../output/output.ts';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';

const FIELDS = ['name', 'default', 'description', 'source'] as const;

const VIEW: View<Quirk> = {
  columns: [
    { header: 'Name', value: ({ name }) => name },
    { header: 'Default', value: (quirk) => (quirk.default ? 'on' : 'off') },
    { header: 'Description', value: ({ description }) => description },
    { header: 'Source', value: ({ source }) => source, wide: true },
  ],
  name: ({ name }) => name,
};

export const emulatorQuirks = (context: Context): Command =>
  withOutputOptions(
    new Command('quirks')
      .description('List the deviations of the real service that the emulator can show')
      .addHelpText('after', examples('swrctl emulator quirks', 'swrctl emulator quirks -o wide')),
    FIELDS,
  ).action(() => runEmulatorQuirks(context));

export async function runEmulatorQuirks({ output }: Context): Promise<void> {
  const { QUIRKS } = await import('../../emulator/domain/quirks.ts');
  await output().list(QUIRKS, VIEW);
}
