import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { SwrctlError } from '../../base/errors.ts';
import type { Context } from '../../app/world.ts';
import { MAX_DEPTH, isTooDeep, parseJson } from '../../base/decode.ts';
import { formatJson } from '../../output/structured.ts';
import { readRawPages } from '../../swr/raw-pages.ts';

export interface ApiOptions {
  /** In capitals. */
  readonly method: string;
  /** With query. */
  readonly path: string;
  /** `name=value` as written. */
  readonly fields: readonly string[];
  /** A file, or `-` for stdin. */
  readonly input?: string | undefined;
  /** True: read a list to its end. */
  readonly paginate: boolean;
}

/** Values as they go into a query or a body. */
type Fields = Readonly<Record<string, unknown>>;

/** `swrctl api`. */
export async function runApi(context: Context, options: ApiOptions): Promise<void> {
  const { method, input, paginate } = options;
  const fields = parseFields(options.fields);
  refuseContradictions(options, fields);
  const isQuery = method === 'GET' || method === 'HEAD' || input !== undefined;
  const path = isQuery ? withQuery(options.path, fields) : options.path;
  const body = input === undefined ? (isQuery ? undefined : encodeFields(fields)) : await readInput(context, input);
  const swr = await (await context.services()).swr();
  if (paginate) await printValue(context, await readRawPages(swr, path));
  else await printBody(context, (await swr.send({ method, path, body })).value);
}

function refuseContradictions({ method, input, paginate }: ApiOptions, fields: Fields): void {
  if (paginate && method !== 'GET') {
    throw new SwrctlError('USAGE', '--paginate reads lists, so it goes with GET only', { hint: 'Leave it out' });
  }
  if (input !== undefined && method === 'GET') {
    throw new SwrctlError('USAGE', 'A GET has no body', { hint: 'Leave --input out, or use another method' });
  }
  if (paginate && ('limit' in fields || 'offset' in fields || 'marker' in fields)) {
    throw new SwrctlError('USAGE', '--paginate chooses the pages itself', { hint: 'Leave limit and offset out' });
  }
}

function parseFields(pairs: readonly string[]): Fields {
  return Object.fromEntries(
    pairs.map((pair) => {
      const mark = pair.indexOf('=');
      if (mark > 0) return [pair.slice(0, mark), fieldValue(pair.slice(mark + 1))] as const;
      throw new SwrctlError('USAGE', `--field is "${pair}", expected name=value`);
    }),
  );
}

/** JSON where it is JSON, else text: `5` is a number, `v5` is text, `"5"` is text too. */
function fieldValue(text: string): unknown {
  refuseDeepJson(text, 'The value of --field');
  try {
    return parseJson(text, 'it');
  } catch {
    return text;
  }
}

function refuseDeepJson(text: string, what: string): void {
  if (isTooDeep(text)) throw new SwrctlError('USAGE', `${what} is nested more than ${MAX_DEPTH} levels deep`);
}

const encodeFields = (fields: Fields): Buffer | undefined =>
  Object.keys(fields).length === 0 ? undefined : Buffer.from(JSON.stringify(fields));

function withQuery(path: string, fields: Fields): string {
  const query = Object.entries(fields)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(fieldText(value))}`)
    .join('&');
  if (query === '') return path;
  return `${path}${path.includes('?') ? '&' : '?'}${query}`;
}

const fieldText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Sent as it is, whatever it is; but no service can want JSON that its own parser may choke on. */
async function readInput(context: Context, input: string): Promise<Buffer> {
  const body = await readBody(context, input);
  refuseDeepJson(body.toString('utf8'), 'The JSON behind --input');
  return body;
}

async function readBody({ world }: Context, input: string): Promise<Buffer> {
  if (input === '-') return buffer(world.stdin);
  try {
    return await readFile(resolve(world.cwd, input));
  } catch (cause) {
    throw new SwrctlError('DISK', `${input} cannot be read`, { cause, hint: 'Check the path behind --input' });
  }
}

/** The body byte for byte in a pipe; JSON for people, or for a query, is set out. */
async function printBody(context: Context, body: Buffer): Promise<void> {
  const output = context.output();
  const text = body.toString('utf8');
  if (text.trim() === '') return;
  if (output.isJson || (context.world.stdout.isTTY === true && /^\s*[[{]/.test(text))) {
    await printValue(context, parseJson(text, 'the answer'));
  } else {
    await output.text(text.endsWith('\n') ? text : `${text}\n`);
  }
}

async function printValue(context: Context, value: unknown): Promise<void> {
  const output = context.output();
  if (output.isJson && typeof value === 'object' && value !== null) return output.show(value, WHOLE);
  return output.text(formatJson(value));
}

/** Only JSON is printed of it. */
const WHOLE = { columns: [], name: () => '' };
