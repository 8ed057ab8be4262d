import { isDigest, type Digest } from '../../model/digest.ts';
import { parseManifest } from '../../model/manifest.ts';
import { isIndexType } from '../../model/media-type.ts';
import { put, type Table } from '../store/database.ts';
import { formatTime, MANIFESTS, type ManifestRecord } from '../domain/records.ts';
import { repositoryScope, type Place } from '../domain/place.ts';
import type { World } from '../domain/world.ts';
import { doublestar } from './doublestar.ts';
import { doneAt } from './jobs.ts';
import { INSTANCE_NAMESPACES, SEVERITIES, type Severity } from './records.ts';

/** One known weakness in an image. */
export interface Finding {
  /** Normally a CVE. */
  readonly id: string;
  readonly severity: Exclude<Severity, 'none'>;
  readonly package: string;
  readonly version: string;
  /** Empty when there is none. */
  readonly fixedVersion: string;
}

/** The highest severity among findings. */
export const worstOf = (findings: readonly Finding[]): Severity =>
  SEVERITIES.findLast((severity) => findings.some((one) => one.severity === severity)) ?? 'none';

/** As it is written in reports. */
export const capitalized = (severity: Severity): string => `${severity.slice(0, 1).toUpperCase()}${severity.slice(1)}`;

/** What a scan finds in the images that it names: a digest, or a pattern for namespace and repository. */
export interface SeedReport {
  readonly image: string;
  readonly vulnerabilities: readonly Finding[];
}

/** Scope: instance. Key: the image. Of several that name an image the first one counts. */
export const SEED_REPORTS: Table<SeedReport> = { name: 'instance-seed-report' };

interface Scan {
  /** A version that is removed and pushed again has another number, and no report. */
  readonly versionId: number;
  readonly startedAt: string;
  /** RFC 3339. */
  readonly endsAt: string;
}

/** Scope: instance, namespace and repository. Key: digest. */
const SCANS: Table<Scan> = { name: 'instance-scan' };

/** What is known of an image. */
export interface Report extends Omit<Scan, 'versionId'> {
  readonly status: 'Running' | 'Success';
  readonly findings: readonly Finding[];
}

/** Images that the seed tells of have their report from the start, others from their first scan; undefined before that. */
export function reportOf(
  world: World,
  place: Place,
  { digest, id, pushedAt = '' }: ManifestRecord,
): Report | undefined {
  const last = world.database.get(SCANS, repositoryScope(place), digest);
  const scan = last?.versionId === id ? last : undefined;
  const seeded = world.database
    .all(SEED_REPORTS, place.region)
    .find(({ image }) =>
      isDigest(image) ? image === digest : doublestar(image)(`${place.namespace}/${place.repository}`),
    );
  if (scan !== undefined && Date.parse(scan.endsAt) > world.now().getTime()) {
    return { ...scan, status: 'Running', findings: [] };
  }
  if (scan === undefined && seeded === undefined) return undefined;
  const findings = seeded?.vulnerabilities ?? [];
  return { ...(scan ?? { startedAt: pushedAt, endsAt: pushedAt }), status: 'Success', findings };
}

/** The images that are scanned for a version: itself, or those of its list. Nothing else can be. */
export async function scannedImages(world: World, place: Place, manifest: ManifestRecord): Promise<ManifestRecord[]> {
  const scope = repositoryScope(place);
  const candidates = isIndexType(manifest.mediaType)
    ? manifest.parts.flatMap((part) => world.database.get(MANIFESTS, scope, part) ?? [])
    : [manifest];
  const answers = await Promise.all(candidates.map((one) => isScannable(world, one)));
  return candidates.filter((_one, index) => answers[index] === true);
}

const IMAGE_CONFIGS = ['application/vnd.oci.image.config.v1+json', 'application/vnd.docker.container.image.v1+json'];
const IN_TOTO = 'application/vnd.in-toto+json';

/** Images are, and neither charts, signatures nor attestations. Source: docs/reference/enterprise.md#what-harbor-does. */
async function isScannable(world: World, { digest, mediaType }: ManifestRecord): Promise<boolean> {
  const manifest = parseManifest(await world.blobs.read(digest), mediaType, digest);
  return (
    manifest.kind === 'image' &&
    IMAGE_CONFIGS.includes(manifest.config.mediaType) &&
    !manifest.layers.some((layer) => layer.mediaType === IN_TOTO)
  );
}

/** Begins a scan, which ends by itself. */
export async function startScans(world: World, place: Place, images: readonly ManifestRecord[]): Promise<void> {
  const scan = { startedAt: formatTime(world.now()), endsAt: doneAt(world) };
  await world.database.write(
    ...images.map(({ digest, id = 0 }) => put(SCANS, repositoryScope(place), digest, { ...scan, versionId: id })),
  );
}

/** Scans what was pushed, where the namespace wants that. */
export async function scanPushed(world: World, place: Place, digest: Digest): Promise<void> {
  const namespace = world.database.get(INSTANCE_NAMESPACES, place.region, place.namespace);
  const manifest = world.database.get(MANIFESTS, repositoryScope(place), digest);
  if (namespace?.autoScan !== true || manifest === undefined) return;
  await startScans(world, place, await scannedImages(world, place, manifest));
}
