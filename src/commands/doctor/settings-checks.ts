import { fail, ok, warn, type Check, type Finding } from '../../doctor/check.ts';
import { regionWarning } from '../regions.ts';
import { cloudOf } from '../settings.ts';
import type { Subject } from './subject.ts';

/** Which region and profile are in use, and whether they could be read at all. */
export function settingsChecks(subject: Subject): Check[] {
  return [
    { name: 'settings', target: subject.services?.profile?.name ?? '', run: () => Promise.resolve(judge(subject)) },
  ];
}

function judge({ settings, endpoints, services, problem }: Subject): Finding {
  if (problem !== undefined) return problem;
  const { region } = settings;
  if (endpoints.registry === undefined) {
    return fail('There is no profile and no region is set', 'Run: swrctl login --region REGION --ak AK');
  }
  const unknown = region === undefined ? undefined : regionWarning(region, cloudOf(settings));
  if (unknown !== undefined) return warn(unknown, 'Check the spelling of the region');
  const profile = services?.profile;
  const source = profile === undefined ? 'no profile' : `profile "${profile.name}"`;
  return ok(`${source}, region ${region ?? 'not set'}, registry ${endpoints.registry}`);
}
