import {
  boolean,
  list,
  map,
  mapOf,
  object,
  optional,
  present,
  string,
  withDefault,
  type Decoder,
} from '../../base/decode.ts';
import type { NameSelector } from '../../model/doublestar.ts';
import { endpoint } from '../endpoint.ts';
import type { Page } from '../paging.ts';
import { looseNumber } from '../wire.ts';
import { count } from './wire.ts';

/** A rule that protects tags of a namespace from being moved and removed. */
export interface ImmutableRule {
  readonly id: string;
  readonly namespace: string;
  readonly isDisabled: boolean;
  readonly repositories: NameSelector;
  readonly tags: NameSelector;
}

const selector = map(object({ decoration: string, pattern: string }), ({ decoration, pattern }): NameSelector => ({
  pattern,
  isExcluding: decoration.toLowerCase().includes('exclude'),
}));

/** Exactly one is there; none means everything. */
const first: Decoder<NameSelector> = map(list(selector), ([found]) => found ?? { pattern: '**', isExcluding: false });

const rule = map(
  object({
    id: looseNumber,
    namespace_name: withDefault(string, ''),
    disabled: withDefault(boolean, false),
    tag_selectors: first,
    scope_selectors: withDefault(mapOf(first), new Map<string, NameSelector>()),
  }),
  (wire): ImmutableRule => ({
    id: String(wire.id),
    namespace: wire.namespace_name,
    isDisabled: wire.disabled,
    repositories: wire.scope_selectors.get('repository') ?? { pattern: '**', isExcluding: false },
    tags: wire.tag_selectors,
  }),
);

export const listImmutableRules = endpoint({
  does: 'list the immutability rules',
  method: 'GET',
  path: '/v2/{project}/instances/{instance}/immutabletagrules',
  query: ['limit', 'offset', 'namespace_id'],
  decode: map(
    object({ immutable_rules: list(rule), total: optional(count) }),
    ({ immutable_rules: items, total }): Page<ImmutableRule> => ({ items, ...present({ total }) }),
  ),
});
