import type { EnterpriseOperation } from './call.ts';
import { artifactOperations } from './operations/artifacts.ts';
import { credentialOperations } from './operations/credentials.ts';
import { domainOperations } from './operations/domains.ts';
import { gateOperations } from './operations/gates.ts';
import { instanceOperations } from './operations/instances.ts';
import { jobOperations } from './operations/jobs.ts';
import { namespaceOperations } from './operations/namespaces.ts';
import { repositoryOperations } from './operations/repositories.ts';
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
  ...gateOperations,
  ...jobOperations,
];
