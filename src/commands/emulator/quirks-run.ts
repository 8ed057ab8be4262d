import { QUIRKS, type Quirk } from '../../emulator/domain/quirks.ts';
import type { View } from '../../output/output.ts';
import type { Context } from '../../app/world.ts';

const VIEW: View<Quirk> = {
  columns: [
    { header: 'Name', value: ({ name }) => name },
    { header: 'Default', value: (quirk) => (quirk.default ? 'on' : 'off') },
    { header: 'Description', value: ({ description }) => description, flow: 'wrap' },
    { header: 'Source', value: ({ source }) => source, wide: true },
  ],
  name: ({ name }) => name,
};

/** `swrctl emulator quirks`. */
export async function runEmulatorQuirks({ output }: Context): Promise<void> {
  await output().list(QUIRKS, VIEW);
}
