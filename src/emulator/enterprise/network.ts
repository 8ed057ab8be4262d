import { BlockList, isIPv4 } from 'node:net';
import { HangUp, type Request } from '../server/handler.ts';
import { remove, type Change } from '../store/database.ts';
import type { World } from '../domain/world.ts';
import { INTERNAL_ENDPOINTS, type Instance, type InternalEndpoint } from './records.ts';

/** What every virtual network of the emulator has. */
export const VPC = {
  vpc_name: 'vpc-default',
  vpc_cidr: '192.168.0.0/16',
  subnet_name: 'subnet-default',
  subnet_cidr: '192.168.0.0/24',
} as const;

const isOver = (world: World, endsAt: string): boolean => Date.parse(endsAt) <= world.now().getTime();

/** How far the switch of public access has come. */
export function publicStatus(
  world: World,
  { isPublic, switchedAt }: Instance,
): 'Enabling' | 'Enable' | 'Disabling' | 'Disable' {
  const isSettled = switchedAt === undefined || isOver(world, switchedAt);
  if (isPublic) return isSettled ? 'Enable' : 'Enabling';
  return isSettled ? 'Disable' : 'Disabling';
}

/** How far an entry has come; undefined when it is gone. */
export function endpointStatus(
  world: World,
  { endsAt, isLeaving }: InternalEndpoint,
): 'Creating' | 'Running' | 'Deleting' | undefined {
  if (isOver(world, endsAt)) return isLeaving ? undefined : 'Running';
  return isLeaving ? 'Deleting' : 'Creating';
}

/** The entries of an instance that are not gone. */
export function endpointsOf(world: World, { id }: Pick<Instance, 'id'>): readonly InternalEndpoint[] {
  return world.database.all(INTERNAL_ENDPOINTS, id).filter((one) => endpointStatus(world, one) !== undefined);
}

/** Forgets the entries of an instance whose removal has ended. */
export function goneEndpoints(world: World, { id }: Pick<Instance, 'id'>): Change[] {
  return world.database
    .all(INTERNAL_ENDPOINTS, id)
    .filter((one) => endpointStatus(world, one) === undefined)
    .map((one) => remove(INTERNAL_ENDPOINTS, id, one.id));
}

/** Whether it is an IPv4 address or a range of them. */
export function isRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  return isIPv4(address) && rest.length === 0 && (bits === undefined || (/^\d{1,2}$/.test(bits) && Number(bits) <= 32));
}

function covers(ranges: readonly string[], address: string): boolean {
  const list = new BlockList();
  for (const range of ranges) {
    const [net = '', bits = '32'] = range.split('/');
    list.addSubnet(net, Number(bits));
  }
  return isIPv4(address) && list.check(address);
}

/**
 * Cuts a connection from outside, with the quirk ee-closed. This machine counts as the internet; the networks of
 * entries, and the instance's own, are inside.
 *
 * @throws {HangUp}
 */
export function requireLetIn(
  world: World,
  instance: Instance,
  { remoteAddress }: Pick<Request, 'remoteAddress'>,
): void {
  if (!world.quirks['ee-closed']) return;
  const address = remoteAddress === '::1' ? '127.0.0.1' : remoteAddress.replace(/^::ffff:/i, '');
  const isInside =
    instance.isIntranet || endpointsOf(world, instance).some((one) => endpointStatus(world, one) === 'Running');
  const ranges = [
    ...(isInside ? [VPC.vpc_cidr] : []),
    ...(publicStatus(world, instance) === 'Enable' ? instance.allowList.map(({ ip }) => ip) : []),
  ];
  if (!covers(ranges, address)) throw new HangUp();
}
