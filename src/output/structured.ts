import type { OutputRequest } from './format.ts';
import { applyQuery } from './query.ts';
import { escapeControlsAsUnicode, hasControls } from './safe-text.ts';

/** JSON with an end of line. Control characters that JSON allows inside strings (C1, DEL) are escaped too. */
export function formatJson(value: unknown): string {
  return `${escapeControlsAsUnicode(JSON.stringify(value, undefined, 2))}\n`;
}

async function formatYaml(value: unknown): Promise<string> {
  const { Document, visit } = await import('yaml');
  const document = new Document(value);
  visit(document, {
    Scalar: (_key, node) => {
      if (typeof node.value === 'string' && hasControls(node.value)) node.type = 'QUOTE_DOUBLE';
    },
  });
  return escapeControlsAsUnicode(document.toString({ lineWidth: 0 }));
}

/** Dates become ISO 8601 text, undefined fields go: what a reader of the JSON gets. */
function toJsonValue(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown;
}

function pick(row: unknown, fields: readonly string[]): unknown {
  const source = row as Record<string, unknown>;
  return Object.fromEntries(fields.map((field) => [field, Object.hasOwn(source, field) ? source[field] : null]));
}

/** Rows (or one object) as JSON or YAML: fields first, then the query. */
export async function formatStructured(value: unknown, { format, fields, query }: OutputRequest): Promise<string> {
  const plain = toJsonValue(value);
  const chosen =
    fields === undefined
      ? plain
      : Array.isArray(plain)
        ? plain.map((row: unknown) => pick(row, fields))
        : pick(plain, fields);
  const result = query === undefined ? chosen : await applyQuery(query, chosen);
  return format === 'yaml' ? formatYaml(result) : formatJson(result ?? null);
}
