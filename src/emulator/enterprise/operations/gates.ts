import { json } from '../../server/handler.ts';
import { inInstance, type EnterpriseOperation } from '../call.ts';
import { featureGates } from '../gates.ts';

/** What an instance, and what a project, can do. */
export const gateOperations: readonly EnterpriseOperation[] = [
  inInstance('GET', 'feature-gates', 1, ({ instance }) => json(200, featureGates(instance))),
  {
    method: 'GET',
    path: '{project}/feature-gates',
    handle: () =>
      json(200, {
        enableUserDefObs: true,
        enableEnterprise: true,
        cerAvailable: true,
        enableIntranetAccessSwitch: true,
      }),
  },
];
