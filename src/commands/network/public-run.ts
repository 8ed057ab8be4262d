import type { Context } from '../../app/world.ts';
import { SwrctlError } from '../../base/errors.ts';
import type { InstanceClient } from '../../swr/enterprise/client.ts';
import { getPublicAccess, switchPublicAccess, type PublicAccess } from '../../swr/enterprise/network.ts';
import { writeAndLook } from '../../swr/write-and-look.ts';
import { withoutEffect } from '../shared/changes.ts';
import { requireInstance } from '../shared/edition.ts';
import { PAUSES_MS, waitUntil, type WaitFlag } from '../shared/wait.ts';
import { PUBLIC_VIEW, publicRow, publicStatus } from './view.ts';
import { NETWORK_OF } from './words.ts';

/** `swrctl network public`. */
export async function runNetworkPublic(context: Context, to: 'on' | 'off', { wait }: WaitFlag): Promise<void> {
  const output = context.output();
  const client = await requireInstance(context, NETWORK_OF);
  const { name } = client.place;
  const before = await client.call(getPublicAccess, {});
  const wasSo = publicStatus(before.status) === to;
  const begun = wasSo || isOnTheWay(before, to) ? before : await begin(client, to);
  const after =
    wait === undefined || publicStatus(begun.status) === to ? begun : await finish(context, client, to, wait);
  const isSo = publicStatus(after.status) === to;
  const fact = `Public access to ${name} is ${isSo ? `${to}${wasSo ? ' already' : ' now'}` : `being switched ${to}`}`;
  output.note(isSo ? fact : `${fact}; see how far it is with: swrctl network show`);
  if (to === 'on' && after.allowList.length === 0) {
    output.warn('the list of addresses that are let in is empty; add yours with: swrctl network allow add CIDR');
  }
  if (output.isFormatAsked) await output.show(publicRow(after), PUBLIC_VIEW);
}

const isOnTheWay = ({ status }: PublicAccess, to: 'on' | 'off'): boolean =>
  status === (to === 'on' ? 'enabling' : 'disabling');

const begin = (client: InstanceClient, to: 'on' | 'off'): Promise<PublicAccess> =>
  writeAndLook(
    () => client.call(switchPublicAccess, { body: { isOn: to === 'on' } }),
    async () => {
      const found = await readSound(client, to);
      if (isOnTheWay(found, to) || publicStatus(found.status) === to) return found;
      throw withoutEffect(`public access to ${client.place.name} is ${publicStatus(found.status)}`);
    },
  );

const finish = (context: Context, client: InstanceClient, to: 'on' | 'off', limitMs: number): Promise<PublicAccess> =>
  waitUntil(context, {
    label: `Switching public access to ${client.place.name} ${to}`,
    pausesMs: PAUSES_MS,
    limitMs,
    look: () => readSound(client, to),
    isOver: ({ status }) => publicStatus(status) === to,
    hint: 'See how far it is with: swrctl network show',
  });

/** @throws {SwrctlError} FAILED when the service gave up. */
async function readSound(client: InstanceClient, to: 'on' | 'off'): Promise<PublicAccess> {
  const access = await client.call(getPublicAccess, {});
  if (!access.status.endsWith('failed')) return access;
  throw new SwrctlError('FAILED', `The service could not switch public access to ${client.place.name} ${to}`, {
    hint: `Run the same command again; if it stays so, open a support ticket`,
  });
}
