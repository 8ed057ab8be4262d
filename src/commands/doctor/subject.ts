import { findingOf, type Finding } from '../../doctor/check.ts';
import { hasCode, type SwrctlError } from '../../base/errors.ts';
import type { Context, World } from '../../app/world.ts';
import type { Services } from '../../app/services.ts';
import { endpointsOf, type Endpoints, type Settings } from '../../app/settings/settings.ts';

/** What the doctor looks at. */
export interface Subject {
  readonly world: World;
  readonly settings: Settings;
  readonly endpoints: Endpoints;
  /** Absent when they cannot be opened: a damaged profile, an unreadable CA file. */
  readonly services?: Services;
  /** Why not. */
  readonly problem?: Finding;
  /** The same, when it was the command line that was wrong. */
  readonly misuse?: SwrctlError;
}

/** Opens what can be opened; what cannot is a finding like others, so that the rest is looked at all the same. */
export async function openSubject(context: Context): Promise<Subject> {
  const { world } = context;
  const settings = await context.settings();
  try {
    const services = await context.services();
    return { world, settings: services.settings, endpoints: services.endpoints, services };
  } catch (error) {
    world.signal.throwIfAborted();
    const misuse = hasCode(error, 'USAGE') ? { misuse: error } : {};
    return { world, settings, endpoints: endpointsOf(settings), problem: findingOf(error), ...misuse };
  }
}
