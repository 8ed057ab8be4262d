import { isIndexType } from '../../model/media-type.ts';
import type { ManifestRecord } from '../domain/records.ts';
import type { Place } from '../domain/place.ts';
import type { World } from '../domain/world.ts';
import { refuse } from '../registry/errors.ts';
import { INSTANCE_NAMESPACES, SEVERITIES, type InstanceNamespace, type Severity } from './records.ts';
import { capitalized, reportOf, scannedImages, worstOf, type Finding } from './scans.ts';

/**
 * Refuses a pull of an image that is worse than its namespace allows, or that nobody has looked at. A list of images is
 * not looked at, its images are. Source: docs/reference/enterprise.md#what-harbor-does.
 *
 * @throws {Refusal} 412
 */
export async function requireHarmless(world: World, place: Place, manifest: ManifestRecord): Promise<void> {
  const namespace = world.database.get(INSTANCE_NAMESPACES, place.region, place.namespace);
  if (namespace?.isBlocking !== true || isIndexType(manifest.mediaType)) return;
  if ((await scannedImages(world, place, manifest)).length === 0) return;
  const report = reportOf(world, place, manifest);
  if (report === undefined) throw blocked(namespace, 'without vulnerability scanning', 'for help');
  if (report.status !== 'Success') {
    throw blocked(namespace, `with "${report.status}" status of vulnerability scanning`, 'for help');
  }
  const counted = withoutAllowed(world, namespace, report.findings);
  if (!isTooBad(world, namespace, worstOf(counted))) return;
  const what = `with ${counted.length} ${counted.length > 1 ? 'vulnerabilities' : 'vulnerability'}`;
  throw blocked(namespace, what, 'to exempt matched vulnerabilities through configuring the CVE allowlist');
}

/** Findings but those that the namespace calls harmless, as long as its list is good. */
function withoutAllowed(
  world: World,
  { allowList }: InstanceNamespace,
  findings: readonly Finding[],
): readonly Finding[] {
  const { expiresAt, cves } = allowList;
  if (expiresAt !== undefined && expiresAt * 1000 <= world.now().getTime()) return findings;
  return findings.filter(({ id }) => !cves.includes(id));
}

/** An image without findings never is. */
function isTooBad({ quirks }: World, { severity: threshold }: InstanceNamespace, worst: Severity): boolean {
  const above = SEVERITIES.indexOf(worst) - SEVERITIES.indexOf(threshold);
  return worst !== 'none' && (quirks['ee-severity-above'] ? above > 0 : above >= 0);
}

function blocked({ severity }: InstanceNamespace, what: string, why: string): Error {
  const policy = `'Prevent images with vulnerability severity of "${capitalized(severity)}" or higher from running.'`;
  const message =
    `current image ${what} cannot be pulled due to configured policy in ${policy} ` +
    `To continue with pull, please contact your project administrator ${why}.`;
  return refuse(412, 'PROJECTPOLICYVIOLATION', message);
}
