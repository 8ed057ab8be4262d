import { empty, json, type Reply } from '../../server/handler.ts';
import { inInstance, type EnterpriseOperation, type InstanceCall } from '../call.ts';
import { no } from '../errors.ts';
import { requireGate } from '../gates.ts';
import { vulnerabilityReports } from '../scan-reports.ts';
import { reportOf, scannedImages, startScans } from '../scans.ts';
import { artifactOf } from './artifacts.ts';

const ARTIFACT = 'namespaces/{namespace}/repositories/{repository}/artifacts/{reference}';

/** Scans for known weaknesses. What they find is in the seed. */
export const scanningOperations: readonly EnterpriseOperation[] = [
  inInstance('POST', `${ARTIFACT}/scan`, 3, startScan),
  inInstance('GET', `${ARTIFACT}/vulnerabilities`, 1, listVulnerabilities),
];

async function startScan(call: InstanceCall): Promise<Reply> {
  const { world, instance } = call;
  requireGate(instance, 'enableArtifactScanning');
  const { found, version } = artifactOf(call);
  const images = await scannedImages(world, found.place, version);
  if (images.length === 0) throw no('badParameter', 'it is no image');
  if (images.some((image) => reportOf(world, found.place, image)?.status === 'Running')) {
    throw no('exists', 'A scan is under way.');
  }
  await startScans(world, found.place, images);
  return empty(202);
}

async function listVulnerabilities(call: InstanceCall): Promise<Reply> {
  const { found, version } = artifactOf(call);
  return json(200, await vulnerabilityReports(call.world, found.place, version));
}
