import type { Context } from '../../app/world.ts';
import { SwrctlError, hasCode } from '../../base/errors.ts';
import type { InstanceClient } from '../../swr/enterprise/client.ts';
import { listFeatureGates } from '../../swr/enterprise/instances.ts';
import { listDomains, type Domain } from '../../swr/enterprise/network.ts';
import { requireInstance } from '../shared/edition.ts';

/** The switch of an instance that says whether it has domains of one's own. */
const GATE = 'enableDomainName';

export const openDomains = (context: Context): Promise<InstanceClient> =>
  requireInstance(context, 'A domain of a registry');

/**
 * The same for changes.
 *
 * @throws {SwrctlError} REFUSED where the instance has no domains but its default one.
 */
export async function openDomainsToChange(context: Context): Promise<InstanceClient> {
  const client = await openDomains(context);
  const gates = await client.call(listFeatureGates, {}).catch((error: unknown) => {
    if (hasCode(error, 'AUTH_DENIED', 'NOT_FOUND')) return [GATE]; // the change itself will tell
    throw error;
  });
  if (gates.includes(GATE)) return client;
  const { name } = client.place;
  throw new SwrctlError('REFUSED', `${name} cannot have domains of its own: its gate ${GATE} is off`, {
    hint: `See what it can do with: swrctl instance show ${name}`,
  });
}

/** The domain of this host, whatever its case, or of this id; undefined when there is none. */
export async function lookUpDomain(client: InstanceClient, wanted: string): Promise<Domain | undefined> {
  const all = await client.call(listDomains, {});
  const host = wanted.toLowerCase();
  return all.find((one) => one.host.toLowerCase() === host) ?? all.find(({ id }) => id === wanted);
}

/** @throws {SwrctlError} NOT_FOUND; REFUSED for the default one, which nobody can change. */
export async function findOwnDomain(client: InstanceClient, wanted: string): Promise<Domain> {
  const found = await lookUpDomain(client, wanted);
  const { name } = client.place;
  if (found === undefined) {
    throw new SwrctlError('NOT_FOUND', `${name} has no domain ${wanted}`, {
      hint: 'See which it has with: swrctl domain list',
    });
  }
  if (!found.isDefault) return found;
  throw new SwrctlError('REFUSED', `${found.host} is the default domain of ${name}, which it keeps as it is`, {
    hint: 'See which others it has with: swrctl domain list',
  });
}
