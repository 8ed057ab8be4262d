import { boolean, object, withDefault } from '../../../base/decode.ts';
import type { EnterpriseOperation } from '../call.ts';
import { IMMUTABLE_RULES, type ImmutableRule } from '../immutability.ts';
import { policyOperations, type PolicyKind } from '../policies.ts';
import { scopeFields } from '../selectors.ts';
import { choice, whole } from '../shapes.ts';

const kind: PolicyKind<ImmutableRule> = {
  table: IMMUTABLE_RULES,
  path: 'immutabletagrules',
  isOfNamespace: true,
  decode: object({
    priority: withDefault(whole(), 0),
    disabled: withDefault(boolean, false),
    action: withDefault(choice('immutable'), 'immutable'),
    template: withDefault(choice('immutable_template'), 'immutable_template'),
    ...scopeFields,
  }),
  listKey: 'immutable_rules',
  encode: ({ id, namespace, document }) => ({
    ...document,
    id,
    namespace_id: namespace?.id,
    namespace_name: namespace?.name,
  }),
  // Rules have no names.
  isSame: (one, other) => selectorsOf(one) === selectorsOf(other),
};

const selectorsOf = ({ tag_selectors, scope_selectors }: ImmutableRule): string =>
  JSON.stringify([tag_selectors, scope_selectors]);

/** Rules that keep tags as they are. A single one cannot be read. */
export const immutabilityOperations: readonly EnterpriseOperation[] = policyOperations(kind).filter(
  ({ method, path }) => method !== 'GET' || !path.endsWith('{policy}'),
);
