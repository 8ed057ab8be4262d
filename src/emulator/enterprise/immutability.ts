import type { Digest } from '../../model/digest.ts';
import { TAGS } from '../domain/records.ts';
import { namespaceScope, repositoryScope, type Place } from '../domain/place.ts';
import type { World } from '../domain/world.ts';
import { refuse } from '../registry/errors.ts';
import type { Table } from '../store/database.ts';
import { no } from './errors.ts';
import type { Policy } from './policy-records.ts';
import { covers, type Scope } from './selectors.ts';

/** Keeps the tags of a namespace that it covers as they are. */
export interface ImmutableRule extends Scope {
  readonly priority: number;
  readonly disabled: boolean;
  readonly action: 'immutable';
  readonly template: 'immutable_template';
}

/** Scope: instance and namespace. Key: id. */
export const IMMUTABLE_RULES: Table<Policy<ImmutableRule>> = { name: 'instance-immutable-rule' };

/**
 * The tag that a rule keeps from being moved or removed: the one that is asked about, or any of the version when none is.
 * Only tags that exist are protected, also from a push of what they have already.
 */
function protectedTag(
  { database }: Pick<World, 'database'>,
  place: Place,
  tag: string | undefined,
  digest: Digest,
): string | undefined {
  const rules = database.all(IMMUTABLE_RULES, namespaceScope(place)).filter(({ document }) => !document.disabled);
  if (rules.length === 0) return undefined;
  return database
    .all(TAGS, repositoryScope(place))
    .filter((one) => (tag === undefined ? one.digest === digest : one.name === tag))
    .map(({ name }) => name)
    .find((name) => rules.some(({ document }) => covers(document, place.repository, name)));
}

/**
 * Refuses to move or remove a tag that a rule covers, in the registry's shape.
 *
 * @throws {Refusal} 412. Source: docs/reference/enterprise.md#what-harbor-does.
 */
export function requireMutable(world: World, place: Place, tag: string | undefined, digest: Digest): void {
  const name = protectedTag(world, place, tag, digest);
  if (name === undefined) return;
  const what = `${place.namespace}/${place.repository}:${name}`;
  throw refuse(412, 'PRECONDITION', `Failed to process request due to '${what}' configured as immutable.`);
}

/** The same in the shape of the API. @throws {Refusal} 412 */
export function requireUncovered(world: World, place: Place, tag: string | undefined, digest: Digest): void {
  const name = protectedTag(world, place, tag, digest);
  if (name !== undefined) throw no('covered', name);
}
