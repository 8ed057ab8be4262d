import type { Context } from '../../app/world.ts';
import { requireInstance } from '../shared/edition.ts';
import { setNamespaceOf } from './in-instance.ts';
import type { NamespaceFlags } from './namespace-settings.ts';

/** `swrctl org set`. An organization of the shared edition has nothing to set. */
export async function runOrgSet(context: Context, namespace: string, settings: NamespaceFlags): Promise<void> {
  const client = await requireInstance(context, 'Settings of an organization');
  await setNamespaceOf(context, client, namespace, settings);
}
