import { accessoryOperations } from './accessories.ts';
import { agencyOperations } from './agency.ts';
import { clusterOperations } from './clusters.ts';
import { namespaceAccessOperations } from './namespace-access.ts';
import { namespaceOperations } from './namespaces.ts';
import { quotaOperations } from './quotas.ts';
import { repositoryAccessOperations } from './repository-access.ts';
import { repositoryOperations } from './repositories.ts';
import { retentionOperations } from './retentions.ts';
import type { Operation } from './route.ts';
import { secretOperations } from './secrets.ts';
import { sharedLists } from './shared-lists.ts';
import { shareOperations } from './shares.ts';
import { syncOperations } from './syncs.ts';
import { tagOperations } from './tags.ts';
import { triggerOperations } from './triggers.ts';
import { usageOperations } from './usage.ts';

/** Every management operation. A new noun is a new file and one line here. */
export const operations: readonly Operation[] = [
  ...namespaceOperations,
  ...namespaceAccessOperations,
  ...repositoryOperations,
  ...repositoryAccessOperations,
  ...tagOperations,
  ...shareOperations,
  ...sharedLists,
  ...retentionOperations,
  ...triggerOperations,
  ...syncOperations,
  ...accessoryOperations,
  ...agencyOperations,
  ...clusterOperations,
  ...usageOperations,
  ...secretOperations,
  ...quotaOperations,
];
