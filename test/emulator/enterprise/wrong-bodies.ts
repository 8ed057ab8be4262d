import { resolved, type Schema } from './api.ts';

export interface WrongBody {
  /** What is wrong with it. */
  readonly name: string;
  readonly body: unknown;
}

/**
 * Bodies that differ from a good one in one place, where they break the schema: a required field is missing, or something
 * that is there has another type, or goes over a limit.
 */
export function wrongBodies(schema: Schema, good: unknown): readonly WrongBody[] {
  return [...wrongValues(schema, good, 'body')];
}

function* wrongValues(reference: Schema, good: unknown, at: string): Generator<WrongBody> {
  const schema = resolved(reference);
  for (const [what, body] of brokenOf(schema, good)) yield { name: `${at} ${what}`, body };
  if (Array.isArray(good)) yield* inArray(schema, good, at);
  else if (isRecord(good)) yield* inObject(schema, good, at);
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function* inArray(schema: Schema, good: readonly unknown[], at: string): Generator<WrongBody> {
  const [first, ...rest] = good;
  if (first === undefined || schema.items === undefined) return;
  for (const { name, body } of wrongValues(schema.items, first, `${at}[0]`)) yield { name, body: [body, ...rest] };
}

function* inObject(schema: Schema, good: Record<string, unknown>, at: string): Generator<WrongBody> {
  for (const key of schema.required ?? []) {
    yield { name: `${at} without ${key}`, body: { ...good, [key]: undefined } };
  }
  for (const [key, value] of Object.entries(good)) {
    const more = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : {};
    for (const { name, body } of wrongValues(schema.properties?.[key] ?? more, value, `${at}.${key}`)) {
      yield { name, body: { ...good, [key]: body } };
    }
  }
}

const OTHER_TYPES: Readonly<Record<string, readonly unknown[]>> = {
  string: [5, ['text'], {}],
  integer: ['5', 1.5, true],
  number: ['5', true],
  boolean: ['true', 1],
  array: ['text', {}],
  object: ['text', 5, ['text']],
};

/** The value itself, broken. */
function* brokenOf(schema: Schema, good: unknown): Generator<readonly [string, unknown]> {
  for (const value of OTHER_TYPES[schema.type ?? ''] ?? []) yield [`is ${JSON.stringify(value)}`, value];
  if (schema.enum !== undefined) yield ['is another word', 'no-such-word'];
  if (schema.minLength !== undefined) yield ['is too short', 'a'.repeat(schema.minLength - 1)];
  if (schema.maxLength !== undefined) yield ['is too long', 'a'.repeat(schema.maxLength + 1)];
  if (schema.pattern !== undefined) yield ['has another form', '# /'];
  if (schema.minimum !== undefined) yield ['is too small', schema.minimum - 1];
  if (schema.maximum !== undefined) yield ['is too great', schema.maximum + 1];
  if (Array.isArray(good)) {
    if (schema.minItems !== undefined) yield ['has too few', good.slice(0, schema.minItems - 1)];
    if (schema.maxItems !== undefined) yield ['has too many', Array(schema.maxItems + 1).fill(good[0])];
  }
}
