import type * as JmesPath from '@jmespath-community/jmespath';

type Json = JmesPath.JSONValue;
type Arguments = Parameters<Parameters<typeof JmesPath.registerFunction>[1]>[0];
type Expression = Parameters<typeof JmesPath.TreeInterpreter.visit>[0];
type Key = number | string;

/**
 * Functions that the library has wrong: it sorts numbers as texts, orders texts as a locale does, and finds nothing for
 * keys that are texts in max_by and min_by. Source: JMESPath specification, "Built-in Functions".
 */
export function mendFunctions(jmespath: typeof JmesPath): void {
  const { TYPE_ARRAY, TYPE_ARRAY_NUMBER, TYPE_ARRAY_STRING, TYPE_EXPREF } = jmespath;
  const keys = [{ types: [TYPE_ARRAY_NUMBER, TYPE_ARRAY_STRING] }];
  const byExpression = [{ types: [TYPE_ARRAY] }, { types: [TYPE_EXPREF] }];
  const mend = (name: string, work: (values: Arguments) => Json, signature: typeof keys): void =>
    jmespath.registerFunction(name, work, signature, { override: true });
  const keyed = ([values, expression]: Arguments): readonly Keyed[] =>
    (values as Json[]).map((value) => ({
      value,
      key: requireKey(jmespath.TreeInterpreter.visit(expression as Expression, value)),
    }));
  const own = ([values]: Arguments): readonly Keyed[] => (values as Key[]).map((value) => ({ value, key: value }));

  mend('sort', (values) => sorted(own(values)), keys);
  mend('sort_by', (values) => sorted(keyed(values)), byExpression);
  mend('max', (values) => outermost(own(values), 1), keys);
  mend('min', (values) => outermost(own(values), -1), keys);
  mend('max_by', (values) => outermost(keyed(values), 1), byExpression);
  mend('min_by', (values) => outermost(keyed(values), -1), byExpression);
}

interface Keyed {
  readonly value: Json;
  readonly key: Key;
}

function requireKey(key: unknown): Key {
  if (typeof key === 'number' || typeof key === 'string') return key;
  throw new Error(`the expression gives ${key === null ? 'null' : typeof key}, expected a number or a text`);
}

/** Texts by their code points, as the specification has it. @throws {Error} for a number beside a text. */
function compare(one: Key, other: Key): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  if (typeof one === 'string' && typeof other === 'string') return Buffer.compare(Buffer.from(one), Buffer.from(other));
  throw new Error('the expression gives numbers and texts, which have no order');
}

const sorted = (items: readonly Keyed[]): Json[] =>
  [...items].sort((one, other) => compare(one.key, other.key)).map(({ value }) => value);

/** The first of the largest (`sign` 1) or the smallest (-1); null of none. */
function outermost(items: readonly Keyed[], sign: 1 | -1): Json {
  const [first, ...rest] = items;
  if (first === undefined) return null;
  let found = first;
  for (const item of rest) if (compare(item.key, found.key) * sign > 0) found = item;
  return found.value;
}
