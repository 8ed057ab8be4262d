import { isRecord, parseJson, present } from '../base/decode.ts';
import { SHORTEST_SECRET, hideSecrets } from '../secrets/secrets.ts';
import { SwrctlError, type ErrorCode, type ServiceAnswer } from '../base/errors.ts';
import { explainCode, explainText, hintForServiceCode, isFinalCode } from './explain.ts';
import { MAX_ERROR_BODY, describeRequest, type HttpResponse } from '../http/message.ts';

/** The parts of an error body that any of the services' shapes has. */
export interface Problem {
  /** For example `MANIFEST_INVALID`, `SVCSTG.SWR.4000097`, `APIGW.0301`. */
  readonly serviceCode?: string;
  readonly text?: string;
  readonly requestId?: string;
}

/**
 * Reads an error body loosely: OCI `{errors:[{code,message}]}`, SWR's array, object and wrapped forms, IAM's
 * `{error:{…}}`, and pages of HTML or plain text. Source: docs/reference/errors.md#body-forms.
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
  const { errors, error } = fieldsOf(json);
  return [...(Array.isArray(errors) ? (errors as unknown[]) : []), ...(error === undefined ? [] : [error]), json];
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

/**
 * Service codes that mean "too many requests", whatever their HTTP status. Source:
 * docs/reference/errors.md#codes-that-mean-too-many-requests.
 */
const THROTTLE_CODES = /4031032$|4031033$|4031042$|4090023$|^TOOMANYREQUESTS$|^APIGW\.0308$/;
/** Service codes that are worth exactly one more try. */
const ONCE_CODES = /4000045$|5000059$/;
/** A missing object that the service reports as 400, or as its own failure. */
const MISSING_CODES = /4000306$|4001090$|4001158$|5001101$/;
const QUOTA_OR_NAME_CODES = /400009[789]$|5007019$|4000015$|4001008$|4001028$|4001029$|^NAME_INVALID$/;
const BLOCKED_TEXT = /not allow(?:ed)? to login, upload or download/i;

export function isThrottleCode(serviceCode: string | undefined): boolean {
  return serviceCode !== undefined && THROTTLE_CODES.test(serviceCode);
}

export function isOnceCode(serviceCode: string | undefined): boolean {
  return serviceCode !== undefined && ONCE_CODES.test(serviceCode);
}

/** Another try changes nothing about it, whatever its HTTP status. */
export function isLastWord(serviceCode: string | undefined): boolean {
  return isRefusalCode(serviceCode) || (serviceCode !== undefined && isFinalCode(serviceCode));
}

/** A quota or a name that another try does not change, whatever its HTTP status. */
function isRefusalCode(serviceCode: string | undefined): boolean {
  return serviceCode !== undefined && QUOTA_OR_NAME_CODES.test(serviceCode);
}

/**
 * The tenant is shut out for about half an hour; going on makes it longer. Source:
 * docs/reference/registry.md#throttling.
 */
export function isBlockedText(text: string | undefined): boolean {
  return text !== undefined && BLOCKED_TEXT.test(text);
}

const CODE_OF_STATUS: Record<number, ErrorCode> = {
  401: 'AUTH_DENIED',
  403: 'AUTH_DENIED',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
  429: 'THROTTLED',
  503: 'THROTTLED',
};

/** Our code for what a service said. */
export function codeOfProblem(status: number, { serviceCode, text }: Problem): ErrorCode {
  if (isBlockedText(text)) return 'BLOCKED';
  if (isThrottleCode(serviceCode)) return 'THROTTLED';
  if (serviceCode === 'MANIFEST_INVALID') return 'MANIFEST_REFUSED';
  if (serviceCode !== undefined && MISSING_CODES.test(serviceCode)) return 'NOT_FOUND';
  if (isRefusalCode(serviceCode)) return 'REFUSED';
  return CODE_OF_STATUS[status] ?? 'FAILED';
}

export interface ProblemWords {
  /** What did not work, without a full stop. Default: the request. */
  readonly what?: string;
  readonly hint?: string;
}

/** Reads an error answer to its end and makes the error for it. The caller may replace words and hint. */
export async function problemOf(response: HttpResponse, words: ProblemWords = {}): Promise<SwrctlError> {
  const problem = parseProblem(await response.text(MAX_ERROR_BODY));
  const code = codeOfProblem(response.status, problem);
  const explained = explainText(problem.text ?? '');
  const hint = words.hint ?? defaultHint(code) ?? explained?.hint ?? hintForServiceCode(problem.serviceCode);
  return new SwrctlError(code, words.what ?? `${describeRequest(response)} failed`, {
    ...(hint === undefined ? {} : { hint }),
    service: serviceAnswer(response, problem),
  });
}

function serviceAnswer(response: HttpResponse, problem: Problem): ServiceAnswer {
  const headers = response.headers;
  const { serviceCode = '', text = '' } = problem;
  const meaning = (explainText(text) ?? explainCode(serviceCode))?.meaning;
  const requestId = problem.requestId ?? headers['x-request-id'] ?? headers['x-swr-request-id'];
  return {
    status: response.status,
    ...present({ serviceCode, text, meaning, requestId }),
    ...present({ retryAfter: headers['retry-after'], isAfterFailure: response.isAfterFailure }),
  };
}

function defaultHint(code: ErrorCode): string | undefined {
  if (code === 'THROTTLED') return 'Wait a minute and run the same command again, with a lower --rate or --jobs';
  if (code === 'BLOCKED') return 'Too many requests: wait 30 minutes, then go on with a lower --rate and --jobs';
  return undefined;
}
