import type { Digest } from '../../model/digest.ts';
import type { Place } from '../domain/place.ts';
import type { World } from '../domain/world.ts';

/**
 * Refuses to move or remove a tag that a rule covers; only one that exists is protected.
 *
 * @throws {Refusal} 412
 */
export function requireMutable(_world: World, _place: Place, _tag: string | undefined, _digest: Digest): void {
  // rules come with the operations on them
}
