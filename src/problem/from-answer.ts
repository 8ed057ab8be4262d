import { present } from '../base/decode.ts';
import { SwrctlError, type ErrorCode, type ServiceAnswer } from '../base/errors.ts';
import { describeRequest } from '../secrets/address.ts';
import { codeMeantBy } from './codes.ts';
import { explainCode, explainText, hintForServiceCode } from './explain.ts';
import { MAX_ERROR_BODY, parseProblem, type Problem } from './parse.ts';
import { isBlockedText } from './texts.ts';

const CODE_OF_STATUS: Record<number, ErrorCode> = {
  401: 'AUTH_DENIED',
  403: 'AUTH_DENIED',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
  412: 'REFUSED',
  429: 'THROTTLED',
  503: 'THROTTLED',
};

/** Our code for what a service said. */
export function codeOfProblem(status: number, { serviceCode, text }: Problem): ErrorCode {
  if (isBlockedText(text)) return 'BLOCKED';
  return codeMeantBy(serviceCode) ?? CODE_OF_STATUS[status] ?? 'FAILED';
}

/** An answer with an error status, as far as an error is made from it. */
export interface ErrorAnswer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly url: URL;
  readonly method: string;
  /** True: an earlier try of the same request ended without a clear answer. */
  readonly isAfterFailure?: boolean;
  /** The body, cut after `limit` bytes. */
  readonly text: (limit: number) => Promise<string>;
}

export interface ProblemWords {
  /** What did not work, without a full stop. Default: the request. */
  readonly what?: string;
  readonly hint?: string | undefined;
}

/** Reads an error answer to its end and makes the error for it. The caller may replace words and hint. */
export async function problemOf(response: ErrorAnswer, words: ProblemWords = {}): Promise<SwrctlError> {
  const problem = parseProblem(await response.text(MAX_ERROR_BODY));
  const code = codeOfProblem(response.status, problem);
  const explained = explainText(problem.text ?? '');
  const hint = words.hint ?? defaultHint(code) ?? explained?.hint ?? hintForServiceCode(problem.serviceCode);
  return new SwrctlError(code, words.what ?? `${describeRequest(response)} failed`, {
    hint,
    service: serviceAnswer(response, problem),
  });
}

function serviceAnswer(response: ErrorAnswer, problem: Problem): ServiceAnswer {
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
