import type { Context } from '../../app/world.ts';
import type { KeyFlags } from './key-options.ts';
import { deriveLoginKey } from '../../auth/login-key.ts';
import { findKey, readKeyFlags } from './find-key.ts';

/** `swrctl auth key`. */
export async function runAuthKey(context: Context, flags: KeyFlags): Promise<void> {
  const services = await context.services();
  const found = await findKey(context, services, services.profile, await readKeyFlags(context, flags));
  await context.output().text(`${'kind' in found ? found.password : deriveLoginKey(found.key)}\n`);
}
