import type { ManifestRecord } from '../domain/records.ts';
import { stableId } from '../domain/regions.ts';
import type { Place } from '../domain/place.ts';
import type { World } from '../domain/world.ts';
import { capitalized, reportOf, scannedImages, worstOf, type Finding, type Report } from './scans.ts';

/** Key of the only kind of report. */
const REPORT_TYPE = 'application/vnd.security.vulnerability.report; version=1.1';
const SCANNER = { name: 'emulator', vendor: 'swrctl', version: '1.0' };

/** What is known of a version; of a list, what is known of its images together. Undefined when that is nothing. */
async function versionReport(world: World, place: Place, manifest: ManifestRecord): Promise<Report | undefined> {
  const images = await scannedImages(world, place, manifest);
  const reports = images.flatMap((image) => reportOf(world, place, image) ?? []);
  const [first] = reports;
  if (first === undefined) return undefined;
  const findings = new Map(reports.flatMap((one) => one.findings).map((one) => [JSON.stringify(one), one]));
  const status = reports.some((one) => one.status === 'Running') ? 'Running' : 'Success';
  return { ...first, status, findings: [...findings.values()] };
}

/** Everything that was found, by type of report; nothing before the first scan is over. */
export async function vulnerabilityReports(
  world: World,
  place: Place,
  manifest: ManifestRecord,
): Promise<Record<string, unknown>> {
  const report = await versionReport(world, place, manifest);
  if (report?.status !== 'Success') return {};
  return {
    [REPORT_TYPE]: {
      generated_at: report.endsAt,
      severity: capitalized(worstOf(report.findings)),
      scanner: SCANNER,
      vulnerabilities: report.findings.map((one) => ({
        id: one.id,
        package: one.package,
        version: one.version,
        fix_version: one.fixedVersion,
        severity: capitalized(one.severity),
        description: '',
        links: [],
        artifact_digests: [manifest.digest],
        cwe_ids: [],
      })),
    },
  };
}

/** How far a scan is and how much it found, by type of report. Undefined before the first one. */
export async function scanOverview(
  world: World,
  place: Place,
  manifest: ManifestRecord,
): Promise<Record<string, unknown> | undefined> {
  const report = await versionReport(world, place, manifest);
  if (report === undefined) return undefined;
  const { status, startedAt, endsAt, findings } = report;
  const isDone = status === 'Success';
  const seconds = Math.round((Date.parse(endsAt) - Date.parse(startedAt)) / 1000);
  const result = {
    severity: capitalized(worstOf(findings)),
    duration: seconds,
    end_time: endsAt,
    summary: {
      total: findings.length,
      fixable: findings.filter(({ fixedVersion }) => fixedVersion !== '').length,
      summary: countsOf(findings),
    },
  };
  return {
    [REPORT_TYPE]: {
      report_id: stableId('report', place.region, manifest.digest),
      scan_status: status,
      start_time: startedAt,
      complete_percent: isDone ? 100 : 0,
      scanner: SCANNER,
      ...(isDone ? result : {}),
    },
  };
}

function countsOf(findings: readonly Finding[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { severity } of findings) {
    const name = capitalized(severity);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
