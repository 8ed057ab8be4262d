import { SwrctlError, hasCode } from '../../base/errors.ts';
import type { InstancePlace } from '../../model/instance.ts';
import { requireProjectId, type SwrClient } from '../client.ts';
import type { Arguments, Endpoint, PathParam } from '../endpoint.ts';

/** Path parameters that the client knows by itself. */
type Known = 'project' | 'instance';

/** What a call on an instance still has to say. */
export type InstanceArguments<P extends string, Q extends string, B> = Readonly<
  Record<Exclude<PathParam<P>, Known>, string>
> &
  Omit<Arguments<P, Q, B>, PathParam<P>>;

/** Makes the calls of the enterprise edition for one project, and where there is one, for one instance. */
export interface InstanceClient {
  readonly place: InstancePlace;
  /** For calls about the project, and for waiting. */
  readonly swr: SwrClient;
  /** @throws {SwrctlError} as SwrClient.call. */
  readonly call: <P extends string, Q extends string, B, R>(
    endpoint: Endpoint<P, Q, B, R>,
    args: InstanceArguments<P, Q, B>,
  ) => Promise<R>;
}

/** @param forget called when the service no longer knows the instance. */
export function createInstanceClient(
  swr: SwrClient,
  place: InstancePlace,
  forget: () => Promise<void> = () => Promise.resolve(),
): InstanceClient {
  return {
    place,
    swr,
    call: async (endpoint, args) => {
      try {
        return await swr.call(endpoint, { ...args, project: requireProjectId(swr), instance: place.id } as never);
      } catch (error) {
        if (hasCode(error, 'NOT_FOUND')) await forget();
        throw error;
      }
    },
  };
}

/** Calls that are about the project, not about one of its instances. */
export function projectCaller(
  swr: SwrClient,
): <P extends string, Q extends string, B, R>(
  endpoint: Endpoint<P, Q, B, R>,
  args: InstanceArguments<P, Q, B>,
) => Promise<R> {
  return (endpoint, args) => swr.call(endpoint, { ...args, project: requireProjectId(swr) } as never);
}

/** For what exists in instances only. @throws {SwrctlError} USAGE naming how to choose one. */
export function needsInstance(what: string): SwrctlError {
  return new SwrctlError('USAGE', `${what} is a part of the enterprise edition, and no instance is chosen`, {
    hint: 'Add --instance NAME, or set SWRCTL_INSTANCE; see which there are with: swrctl instance list',
  });
}
