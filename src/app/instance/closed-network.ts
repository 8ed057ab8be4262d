import type { ProfileStore } from '../../auth/profile.ts';
import { SwrctlError, hasCode } from '../../base/errors.ts';
import { isUnknownHost } from '../../http/failure.ts';
import { isInstanceHost, type InstancePlace } from '../../model/instance.ts';
import type { RegistryAsker } from '../open-registries.ts';

/**
 * An instance lets its own VPC in and nobody else until it is told to, which looks like a broken network: refused, reset,
 * or no answer. Source: docs/reference/enterprise.md#how-it-differs.
 */
export function tellClosed(
  asker: RegistryAsker,
  instance: InstancePlace | undefined,
  profiles: Pick<ProfileStore, 'forHost'>,
): RegistryAsker {
  const isInstance = async (host: string): Promise<boolean> =>
    host === instance?.host || isInstanceHost(host) || (await profiles.forHost(host))?.instance !== undefined;
  return {
    ...asker,
    facts: (host) =>
      asker.facts(host).catch(async (error: unknown) => {
        if (!hasCode(error, 'NETWORK') || isUnknownHost(error) || !(await isInstance(host))) throw error;
        const { code, message, cause, service } = error;
        throw new SwrctlError(code, message, {
          hint: 'An instance is closed by default; who is let in is shown by: swrctl network show',
          cause,
          service,
        });
      }),
  };
}
