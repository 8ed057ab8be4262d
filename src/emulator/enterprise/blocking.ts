import type { ManifestRecord } from '../domain/records.ts';
import type { Place } from '../domain/place.ts';
import type { World } from '../domain/world.ts';

/**
 * Refuses a pull of an image that is worse than its namespace allows.
 *
 * @throws {Refusal} 412
 */
export function requireHarmless(_world: World, _place: Place, _manifest: ManifestRecord): void {
  // reports come with scanning
}
