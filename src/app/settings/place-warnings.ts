import { findCloud, placeOfRegistry, regionOfProject } from '../../model/clouds.ts';
import { nearest } from '../../model/nearest.ts';
import { regionWarning } from './regions.ts';
import { cloudOf, type ProfileSettings, type Settings } from './settings.ts';

type Place = Pick<ProfileSettings, 'region' | 'cloud' | 'project'>;

/** What stands out about a place, a line each: its region or cloud, and a project that is of another region. */
export function placeWarnings({ region, cloud, project }: Place): string[] {
  if (region === undefined) return [];
  const ofProject = project === undefined ? undefined : regionOfProject(project);
  const isOther = ofProject !== undefined && ofProject !== region;
  const unknown = regionWarning(region, cloud);
  return [
    ...(unknown === undefined ? [] : [unknown]),
    ...(isOther ? [`project "${project}" is one of ${ofProject}, but the region is ${region}`] : []),
  ];
}

/** Tells of places that look wrong before anything fails by DNS, each thing once. */
export interface PlaceWarner {
  /** What flags, variables and the profile say. */
  readonly settings: () => void;
  /** Another region of the same cloud. */
  readonly region: (region: string) => void;
  /** A registry that somebody named. */
  readonly registry: (host: string) => void;
}

export function createPlaceWarner(settings: Settings, warn: (text: string) => void): PlaceWarner {
  const told = new Set<string>();
  const tell = (place: Place): void => {
    for (const text of placeWarnings(place)) {
      if (!told.has(text)) warn(text);
      told.add(text);
    }
  };
  const cloud = cloudOf(settings);
  return {
    settings: () => {
      const { region, project } = settings;
      if (cloud !== undefined && isWorthTelling(settings, cloud)) tell({ region, cloud, project });
    },
    region: (region) => {
      if (cloud !== undefined) tell({ region, cloud });
    },
    registry: (host) => {
      const place = host === settings.registry ? undefined : placeOfRegistry(host);
      if (place !== undefined) tell(place);
    },
  };
}

/**
 * There was a warning of a profile's region when login made it, so only what looks mistyped is told again: written by
 * hand, most likely.
 */
function isWorthTelling({ region = '', sources }: Settings, cloud: string): boolean {
  const said = [sources.region, sources.cloud, sources.registry, sources.project];
  return said.some((source) => source === 'flag' || source === 'environment') || isMistyped(region, cloud);
}

/** True for a region that is like a known one but for letters: another number may well be a new region. */
function isMistyped(region: string, domain: string): boolean {
  const known = findCloud(domain)?.regions ?? [];
  const [near] = nearest(region, known);
  const letters = (name: string) => name.replace(/\d+$/, '');
  return near !== undefined && !known.includes(region) && letters(near) !== letters(region);
}
