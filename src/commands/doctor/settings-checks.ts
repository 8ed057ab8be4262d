import { fail, ok, warn, type Check, type Finding } from '../../doctor/check.ts';
import { placeWarnings } from '../../app/settings/place-warnings.ts';
import { cloudOf } from '../../app/settings/settings.ts';
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
  const [odd] = placeWarnings({ region, cloud: cloudOf(settings), project: settings.project });
  if (odd !== undefined) return warn(odd, 'Check the spelling of the region: swrctl regions');
  const profile = services?.profile;
  const source = profile === undefined ? 'no profile' : `profile "${profile.name}"`;
  const instance = services?.instance === undefined ? '' : `, instance ${services.instance.name}`;
  return ok(`${source}, region ${region ?? 'not set'}${instance}, registry ${endpoints.registry}`);
}
