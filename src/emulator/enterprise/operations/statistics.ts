import { json, type Reply } from '../../server/handler.ts';
import { inInstance, type EnterpriseOperation, type InstanceCall } from '../call.ts';
import { storedBytes, usedOf } from '../quotas.ts';

/** What an instance has, and may have. */
export const statisticsOperations: readonly EnterpriseOperation[] = [
  inInstance('GET', 'statistics', 1, showStatistics),
];

/** There is no count of credentials. */
function showStatistics({ world, instance }: InstanceCall): Reply {
  const { ee } = world.quotas;
  const used = (key: keyof typeof ee): number => usedOf(world, instance, key);
  return json(200, {
    storage_used: storedBytes(world, instance),
    total_namespace_count: used('namespace'),
    total_image_count: used('repository'),
    namespace_quota: ee.namespace,
    image_repo_quota: ee.repository,
    replica_policy_quota: ee.replication,
    retention_policy_quota: ee.retention,
    notify_policy_quota: ee.trigger,
    replica_registry_quota: ee.registry,
    sign_policy_quota: ee.signing,
    replica_policy_count: used('replication'),
    retention_policy_count: used('retention'),
    notify_policy_count: used('trigger'),
    replica_registry_count: used('registry'),
    sign_policy_count: used('signing'),
    intranet_endpoint_quota: ee.vpc,
    intranet_endpoint_count: used('vpc'),
    long_term_quota: ee.credential,
  });
}
