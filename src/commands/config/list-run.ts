import type { Context } from '../../app/world.ts';
import type { View } from '../../output/output.ts';
import { chosenProfile } from './chosen-profile.ts';
import { CONFIG_KEYS } from './keys.ts';

interface ConfigRow {
  readonly name: string;
  readonly value: string | number | null;
}

const VIEW: View<ConfigRow> = {
  columns: [
    { header: 'Name', value: ({ name }) => name },
    { header: 'Value', value: ({ value }) => (value === null ? null : String(value)) },
  ],
  name: ({ name }) => name,
};

/** `swrctl config list`. */
export async function runConfigList(context: Context): Promise<void> {
  const { profile } = await chosenProfile(context);
  await context.output().list(
    CONFIG_KEYS.map((name) => ({ name, value: profile[name] ?? null })),
    VIEW,
  );
}
