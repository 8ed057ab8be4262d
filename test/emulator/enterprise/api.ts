import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { expect } from 'vitest';
import type { Emulator } from '../../../src/emulator/emulator.ts';
import { signedCall, type Keys } from '../../support/signed-call.ts';

/** A JSON schema, as far as the page uses one. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly default?: unknown;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required?: boolean;
  readonly schema: Schema;
}

interface Content {
  readonly content?: { readonly 'application/json': { readonly schema: Schema } };
}

interface WireOperation {
  readonly operationId: string;
  readonly parameters?: readonly (Parameter | { readonly $ref: string })[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content>>;
  readonly 'x-paging'?: ApiOperation['paging'];
}

interface Page {
  readonly paths: Readonly<Record<string, Readonly<Record<string, WireOperation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly parameters: Readonly<Record<string, Parameter>>;
  };
}

/** One operation of the enterprise edition, as the page has it. */
export interface ApiOperation {
  readonly id: string;
  readonly method: string;
  /** `/v2/{project_id}/instances/{instance_id}/…` */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** Absent when nothing is sent. */
  readonly body?: Schema;
  /** Statuses of success, each with the schema of what comes; none when nothing does. */
  readonly answers: ReadonlyMap<number, Schema | undefined>;
  readonly paging?: {
    readonly style: 'offset' | 'marker' | 'none';
    readonly default_limit?: number;
    readonly max_limit?: number;
    readonly offset_must_be_multiple_of_limit?: boolean;
  };
}

const PAGE = JSON.parse(readFileSync(join(import.meta.dirname, '../../support/enterprise-api.json'), 'utf8')) as Page;

/** Follows a reference to a schema of the page. */
export function resolved(schema: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? schema : resolved(schemaNamed(name));
}

function schemaNamed(name: string): Schema {
  const found = PAGE.components.schemas[name];
  if (found === undefined) throw new Error(`the page has no schema ${name}`);
  return found;
}

const schemaOf = ({ content }: Content): Schema | undefined => content?.['application/json'].schema;

function operationOf(path: string, method: string, wire: WireOperation): ApiOperation {
  const parameters = (wire.parameters ?? []).map((one) => {
    if (!('$ref' in one)) return one;
    const found = PAGE.components.parameters[one.$ref.split('/').at(-1) ?? ''];
    if (found === undefined) throw new Error(`the page has no parameter ${one.$ref}`);
    return found;
  });
  const body = wire.requestBody === undefined ? undefined : schemaOf(wire.requestBody);
  const answers = Object.entries(wire.responses).map(([status, answer]) => [Number(status), schemaOf(answer)] as const);
  return {
    id: wire.operationId,
    method: method.toUpperCase(),
    path,
    parameters,
    answers: new Map(answers),
    ...(body === undefined ? {} : { body }),
    ...(wire['x-paging'] === undefined ? {} : { paging: wire['x-paging'] }),
  };
}

/** Every operation of the page. */
export const API: readonly ApiOperation[] = Object.entries(PAGE.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, wire]) => operationOf(path, method, wire)),
);

export function operation(id: string): ApiOperation {
  const found = API.find((one) => one.id === id);
  if (found === undefined) throw new Error(`the page has no operation ${id}`);
  return found;
}

/** The schemas, with no property but those that they list. */
function closed(schema: Schema): unknown {
  return JSON.parse(JSON.stringify(schema), (_key, value: unknown) => {
    const isObject = typeof value === 'object' && value !== null && 'properties' in value && 'type' in value;
    return isObject && value.type === 'object' && !('additionalProperties' in value)
      ? { ...value, additionalProperties: false }
      : value;
  });
}

const ajv = new Ajv2020({
  strict: false,
  allErrors: true,
  formats: {
    int32: { type: 'number', validate: (value: number) => Math.abs(value) < 2 ** 31 },
    int64: true,
    password: true,
  },
});
for (const [name, schema] of Object.entries(PAGE.components.schemas)) {
  ajv.addSchema(closed(schema) as object, `#/components/schemas/${name}`);
}
const validators = new Map<Schema, ValidateFunction>();

/** What is wrong with a value by a schema of the page; empty when nothing is. */
export function faultsOf(schema: Schema, value: unknown): readonly string[] {
  const validate = validators.get(schema) ?? ajv.compile(closed(schema) as object);
  validators.set(schema, validate);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

export interface ApiInput {
  /** Of the path; those of the project and the instance are known. Decoded. */
  readonly path?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly body?: unknown;
  readonly keys?: Keys;
}

export interface Refused {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** Signed calls to a running emulator, each checked against the page. */
export interface EnterpriseApi {
  /** The body of a success, valid by the page: status, types, and no property that it does not list. */
  readonly call: <T = Record<string, unknown>>(id: string, input?: ApiInput) => Promise<T>;
  /** A refusal, valid by the page. */
  readonly refused: (id: string, input?: ApiInput) => Promise<Refused>;
}

/** Calls about the first instance of an emulator, unless the input says otherwise. */
export function enterpriseApi(emulator: Emulator): EnterpriseApi {
  const { info } = emulator;
  const known = { project_id: info.projectId, instance_id: info.instances[0]?.id ?? 'none' };
  const send = (api: ApiOperation, { path = {}, query = {}, body, keys }: ApiInput) =>
    signedCall(emulator, {
      method: api.method,
      path: fillPath(api.path, { ...known, ...path }),
      query: Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)])),
      ...(body === undefined ? {} : { body }),
      ...(keys === undefined ? {} : { keys }),
    });
  return {
    call: async <T>(id: string, input: ApiInput = {}) => {
      const api = operation(id);
      const { status, body } = await send(api, input);
      expect([...api.answers.keys()], `${id}: ${JSON.stringify(body)}`).toContain(status);
      const schema = api.answers.get(status);
      if (schema === undefined) expect(body, id).toBe('');
      else expect(faultsOf(schema, body), `${id}: ${JSON.stringify(body)}`).toEqual([]);
      return body as T;
    },
    refused: async (id, input = {}) => {
      const { status, body } = await send(operation(id), input);
      expect(status, `${id}: ${JSON.stringify(body)}`).toBeGreaterThanOrEqual(400);
      expect(status, `${id}: ${JSON.stringify(body)}`).toBeLessThan(500);
      expect(faultsOf(schemaNamed('ErrorBody'), body), `${id}: ${JSON.stringify(body)}`).toEqual([]);
      const { error_code: code, error_msg: message } = body as { error_code: string; error_msg: string };
      return { status, code, message };
    },
  };
}

/** Fills in what is between braces. A slash in a name is encoded here, and again on its way. */
export function fillPath(path: string, values: Readonly<Record<string, string | number>>): string {
  return path.replace(/\{([^}]+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`${path} needs ${name}`);
    return String(value).replace(/\//g, '%2F');
  });
}
