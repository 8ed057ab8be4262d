import { put, remove, type Change, type Table } from '../store/database.ts';
import type { World } from '../domain/world.ts';
import { no } from './errors.ts';

/** A key and its value, for sorting and billing. */
export interface ResourceTag {
  readonly key: string;
  readonly value: string;
}

/** Scope: id of the instance, or that and the name of a namespace. Key: key. */
export const RESOURCE_TAGS: Table<ResourceTag> = { name: 'instance-resource-tag' };

/** Source: docs/reference/enterprise.md#features. */
const MAX_TAGS = 20;

/** Adds tags; of a key that is there the value changes. @throws {Refusal} 400 for a key twice, 403 above 20. */
export function tagChanges(
  { database }: Pick<World, 'database'>,
  scope: string,
  tags: readonly ResourceTag[],
): Change[] {
  const keys = new Set(tags.map(({ key }) => key));
  if (keys.size < tags.length) throw no('badParameter', 'a key is there twice');
  const others = database.all(RESOURCE_TAGS, scope).filter(({ key }) => !keys.has(key));
  if (others.length + tags.length > MAX_TAGS) throw no('quota', 'tags');
  return tags.map((tag) => put(RESOURCE_TAGS, scope, tag.key, tag));
}

/** Removes tags by their keys; what is not there is no matter. */
export const untagChanges = (scope: string, tags: readonly ResourceTag[]): Change[] =>
  tags.map(({ key }) => remove(RESOURCE_TAGS, scope, key));

/** What a search asks for: one of the values, or any when there are none. */
export interface TagFilter {
  readonly key: string;
  readonly values: readonly string[];
}

/** Whether tags have every key that is asked for. */
export function matches(tags: readonly ResourceTag[], filters: readonly TagFilter[]): boolean {
  return filters.every(({ key, values }) =>
    tags.some((tag) => tag.key === key && (values.length === 0 || values.includes(tag.value))),
  );
}

/** Every key with all its values. */
export function gathered(tags: readonly ResourceTag[]): readonly { key: string; values: readonly string[] }[] {
  const keys = [...new Set(tags.map(({ key }) => key))];
  return keys.map((key) => ({
    key,
    values: [...new Set(tags.filter((tag) => tag.key === key).map(({ value }) => value))],
  }));
}
