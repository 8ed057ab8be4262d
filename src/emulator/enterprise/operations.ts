import type { EnterpriseOperation } from './call.ts';
import { credentialOperations } from './operations/credentials.ts';
import { immutabilityOperations } from './operations/immutability.ts';
import { instanceOperations } from './operations/instances.ts';
import { jobOperations } from './operations/jobs.ts';
import { namespaceOperations } from './operations/namespaces.ts';

/** Every operation of the enterprise edition. A new noun is a new file and one line here. */
export const enterpriseOperations: readonly EnterpriseOperation[] = [
  ...instanceOperations,
  ...namespaceOperations,
  ...credentialOperations,
  ...jobOperations,
  ...immutabilityOperations,
];
