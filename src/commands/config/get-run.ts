import type { Context } from '../../app/world.ts';
import { SwrctlError } from '../../base/errors.ts';
import { chosenProfile } from './chosen-profile.ts';
import type { ConfigKey } from './keys.ts';

/** `swrctl config get`. */
export async function runConfigGet(context: Context, key: ConfigKey): Promise<void> {
  const { profile } = await chosenProfile(context);
  const value = profile[key];
  if (value === undefined) {
    throw new SwrctlError('NOT_FOUND', `Profile "${profile.name}" has no ${key}`, {
      hint: `Set it with: swrctl config set ${key} VALUE`,
    });
  }
  await context.output().text(`${value}\n`);
}
