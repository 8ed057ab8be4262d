import { isRecord, parseJson } from '../base/decode.ts';
import { SHORTEST_SECRET, hideSecrets } from '../secrets/secrets.ts';

/** Largest error body that is read, in bytes. Source: docs/reference/contract.md#sizes-that-are-read. */
export const MAX_ERROR_BODY = 64 * 1024;

/** The parts of an error body that any of the services' shapes has. */
export interface Problem {
  /** For example `MANIFEST_INVALID`, `SVCSTG.SWR.4000097`, `APIGW.0301`. */
  readonly serviceCode?: string;
  readonly text?: string;
  readonly requestId?: string;
}

/**
 * Reads an error body loosely: OCI `{errors:[{code,message}]}`, SWR's array, object and wrapped
 * forms, IAM's `{error:{…}}`, and pages of HTML or plain text.
 * Source: docs/reference/errors.md#body-forms.
 */
export function parseProblem(body: string): Problem {
  const json = tryJson(body.trim());
  if (json === undefined) return pageText(body);
  if (isTextList(json)) return { text: json.join(', ') };
  for (const candidate of candidates(json)) {
    const problem = readFields(candidate);
    if (problem.serviceCode !== undefined || problem.text !== undefined) {
      return { ...problem, ...requestIdOf(json) };
    }
  }
  return {};
}

function tryJson(body: string): unknown {
  if (!body.startsWith('{') && !body.startsWith('[')) return undefined;
  try {
    return parseJson(body, 'it');
  } catch {
    return undefined; // cut, too deep, or not JSON after all: shown as text
  }
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

function candidates(json: unknown): unknown[] {
  if (Array.isArray(json)) return json as unknown[];
  const { errors, error, error_code: newCode } = fieldsOf(json);
  const old = Array.isArray(errors) ? (errors as unknown[]) : [];
  // The same twice in most answers, and the old form has more to say then; where they differ the new one counts.
  const isCode = typeof newCode === 'string' && /^(?:SVCSTG|SWR|APIGW)\./.test(newCode);
  const isSame = !isCode || old.length === 0 || fieldsOf(old[0])['errorCode'] === newCode;
  return [...(isSame ? old : []), ...(error === undefined ? [] : [error]), json];
}

/** The names of what failed, as a manual sync has them. */
function isTextList(json: unknown): json is string[] {
  return Array.isArray(json) && json.length > 0 && json.every((item) => typeof item === 'string');
}

const CODE_FIELDS = ['code', 'errorCode', 'error_code'];
const TEXT_FIELDS = ['message', 'errorMessage', 'error_msg', 'error_description', 'details', 'title', 'error'];

function readFields(value: unknown): Problem {
  const fields = fieldsOf(value);
  const first = (names: readonly string[]): string | undefined => {
    const found = names.map((name) => fields[name]).find(isText);
    return found === undefined ? undefined : String(found);
  };
  const serviceCode = first(CODE_FIELDS);
  const text = first(TEXT_FIELDS);
  const detail = typeof fields['detail'] === 'string' && fields['detail'] !== '' ? fields['detail'] : undefined;
  const whole =
    text === undefined ? detail : detail === undefined || text.includes(detail) ? text : `${text} (${detail})`;
  return { ...(serviceCode ? { serviceCode } : {}), ...(whole ? { text: whole } : {}) };
}

function isText(value: unknown): value is string | number {
  return (typeof value === 'string' && value !== '') || typeof value === 'number';
}

function requestIdOf(json: unknown): { requestId?: string } {
  const id = fieldsOf(json)['request_id'];
  return typeof id === 'string' ? { requestId: id } : {};
}

/** The title of a page, or its first words: enough to recognise a gateway. Cut only when no secret can be cut with it. */
function pageText(body: string): Problem {
  const title = /<title>([^<]{1,200})<\/title>/i.exec(body)?.[1];
  const plain = (title ?? body.replace(TAG, ' ')).replace(/\s+/g, ' ').trim();
  if (plain === '') return {};
  const shown = hideSecrets(plain, { shortest: SHORTEST_SECRET, isCut: body.length >= MAX_ERROR_BODY });
  return { text: shown.slice(0, MAX_PAGE_TEXT) };
}

const MAX_PAGE_TEXT = 300;
/** A tag of a page. An opening bracket ends the search, so that many of them do not make it long. */
const TAG = /<[^<>]*>/g;
