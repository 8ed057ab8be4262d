import type { Context } from '../../app/world.ts';
import { hasCode } from '../../base/errors.ts';
import { getStatistics } from '../../swr/enterprise/activity.ts';
import { projectCaller } from '../../swr/enterprise/client.ts';
import { getConfiguration, listFeatureGates, listProjectGates } from '../../swr/enterprise/instances.ts';
import { findInstance } from './find.ts';
import { INSTANCE_DETAILS_VIEW, instanceRow, type InstanceDetails } from './view.ts';

/** `swrctl instance show`. */
export async function runInstanceShow(context: Context, name: string | undefined): Promise<void> {
  const { instance, client } = await findInstance(context, name);
  const isRunning = instance.status === 'Running';
  // Rights differ per call, and an instance that is being made answers none of them.
  const maybe = async <T>(ask: () => Promise<T>): Promise<T | undefined> =>
    isRunning ? ask().catch(orForbidden) : undefined;
  const [statistics, configuration, gates = [], projectGates = []] = await Promise.all([
    maybe(() => client.call(getStatistics, {})),
    maybe(() => client.call(getConfiguration, {})),
    maybe(() => client.call(listFeatureGates, {})),
    maybe(() => projectCaller(client.swr)(listProjectGates, {})),
  ]);
  const details: InstanceDetails = {
    ...instanceRow(instance),
    ...(statistics === undefined
      ? {}
      : { quota: statistics.quota, usage: { ...statistics.used, storedBytes: statistics.storedBytes } }),
    ...(configuration === undefined ? {} : { anonymous: configuration.isAnonymous }),
    features: [...gates, ...projectGates],
  };
  await context.output().show(details, INSTANCE_DETAILS_VIEW);
}

function orForbidden(error: unknown): undefined {
  if (hasCode(error, 'AUTH_DENIED', 'NOT_FOUND')) return undefined;
  throw error;
}
