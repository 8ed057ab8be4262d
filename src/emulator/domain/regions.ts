import { createHash } from 'node:crypto';
import { CLOUDS } from '../../model/clouds.ts';

/** Region of anonymous calls and of signed calls without a project id. */
export const DEFAULT_REGION = 'cn-north-4';

/** Every region that the emulator plays. Source: docs/reference/clouds.md#regions. */
export const REGIONS: readonly string[] = [
  ...['cn-north-1', 'cn-north-2', 'cn-north-4', 'cn-north-9', 'cn-north-11', 'cn-north-12'],
  ...['cn-east-2', 'cn-east-3', 'cn-east-4', 'cn-east-5', 'cn-south-1', 'cn-south-2', 'cn-south-4'],
  ...['cn-southwest-2', 'cn-southwest-3', 'ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3'],
  ...['ap-southeast-4', 'ap-southeast-5', 'af-south-1', 'af-north-1', 'la-south-2', 'la-north-2', 'na-mexico-1'],
  ...['sa-brazil-1', 'sa-peru-1', 'tr-west-1', 'ae-ad-1', 'me-east-1', 'my-kualalumpur-1', 'eu-west-0'],
  ...['eu-west-101', 'ru-northwest-2', 'ru-moscow-1'],
];

/** A project of one account. The main project of a region has the region's name, a sub-project `REGION_NAME`. */
export interface Project {
  readonly id: string;
  readonly name: string;
  readonly region: string;
}

/** 32 hex digits that stay the same for the same words. */
export function stableId(...words: readonly string[]): string {
  return createHash('sha256').update(words.join('\0')).digest('hex').slice(0, 32);
}

/** The main project of every region, then the sub-projects of these names with the main ones of regions elsewhere. */
export function projectsOf(accountId: string, subProjects: readonly string[] = []): readonly Project[] {
  const elsewhere = subProjects.map((name) => regionOfProject(name) ?? DEFAULT_REGION);
  return [...new Set([...REGIONS, ...elsewhere, ...subProjects])].map((name) => ({
    id: stableId('project', accountId, name),
    name,
    region: regionOfProject(name) ?? DEFAULT_REGION,
  }));
}

export function findProject(
  accountId: string,
  key: 'id' | 'name',
  value: string,
  subProjects?: readonly string[],
): Project | undefined {
  return projectsOf(accountId, subProjects).find((project) => project[key] === value);
}

/** Regions of other operators, which an account has projects in where its seed names a sub-project of theirs. */
const REGIONS_ELSEWHERE: readonly string[] = CLOUDS.flatMap(({ regions }) => regions);

export const isRegion = (name: string): boolean => REGIONS.includes(name) || REGIONS_ELSEWHERE.includes(name);

/** The region of a project's name; undefined where it is in none. */
export function regionOfProject(name: string): string | undefined {
  return [...REGIONS, ...REGIONS_ELSEWHERE].find(
    (region) => name === region || (name.startsWith(`${region}_`) && name !== `${region}_`),
  );
}
