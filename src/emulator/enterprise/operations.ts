import type { EnterpriseOperation } from './call.ts';
import { artifactOperations } from './operations/artifacts.ts';
import { auditOperations } from './operations/audit.ts';
import { credentialOperations } from './operations/credentials.ts';
import { domainOperations } from './operations/domains.ts';
import { gateOperations } from './operations/gates.ts';
import { instanceOperations } from './operations/instances.ts';
import { jobOperations } from './operations/jobs.ts';
import { namespaceOperations } from './operations/namespaces.ts';
import { networkOperations } from './operations/network.ts';
import { repositoryOperations } from './operations/repositories.ts';
import { resourceTagOperations } from './operations/resource-tags.ts';
import { statisticsOperations } from './operations/statistics.ts';
import { tagOperations } from './operations/tags.ts';

/** Every operation of the enterprise edition. A new noun is a new file and one line here. */
export const enterpriseOperations: readonly EnterpriseOperation[] = [
  ...instanceOperations,
  ...namespaceOperations,
  ...repositoryOperations,
  ...artifactOperations,
  ...tagOperations,
  ...credentialOperations,
  ...domainOperations,
  ...networkOperations,
  ...resourceTagOperations,
  ...statisticsOperations,
  ...auditOperations,
  ...gateOperations,
  ...jobOperations,
];
