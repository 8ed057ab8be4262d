import { randomBytes } from 'node:crypto';
import { json, Refusal, type Reply } from '../server/handler.ts';

/**
 * The service's own errors, by number: the first three digits are the HTTP status. Those without a full stop are
 * in the words of recorded answers. Source: SWR API reference, "Error Codes".
 */
const MESSAGES = {
  4000014: 'Invalid param',
  4000306: 'The retention rule does not exist.',
  4000097: 'The organization quota has been reached.',
  4000098: 'The image quota has been reached.',
  4000099: 'The image tag quota has been reached.',
  4001009: 'is_public must be true or false.',
  4001014: 'A required parameter is missing.',
  4001018: 'The request body type is incorrect.',
  4001025: 'Invalid query parameters.',
  4001028: 'Invalid organization name.',
  4001029: 'Invalid image name.',
  4001035: 'Invalid filter.',
  4001041: 'Invalid domain.',
  4001065: 'Invalid organization permission.',
  4001066: 'Invalid permission.',
  4001067: 'Invalid user name.',
  4001090: 'The account is not in the sharing list.',
  4001158: 'The image synchronization rule does not exist.',
  4001096: 'The sort column is not supported.',
  4037020: 'Insufficient repository permission.',
  4039002: 'You are not allowed to perform this operation.',
  4040048: 'The tag does not exist.',
  4040058: 'The organization does not exist.',
  4040078: 'The organization permission does not exist.',
  4040091: 'The permission does not exist.',
  4040113: 'The image does not exist.',
  4040115: 'The image tag does not exist.',
  4040126: 'Not found trigger',
  4060012: 'The repository still holds images.',
  4060074: 'The organization still holds images.',
  4090006: 'The image already exists.',
  4090060: 'The organization already exists.',
  4090076: 'The organization permission already exists.',
  4090089: 'The permission already exists.',
  4131001: 'The request body is too large.',
  4131012: 'The description is too long.',
  5001101: 'Internal error',
  5004002: 'Server internal error: fail to get k8s deployment',
  4030170: 'Insufficient permissions',
} as const;

export type ServiceErrorNumber = keyof typeof MESSAGES;

/** Answered as one bare object. Source: docs/reference/errors.md#body-forms. */
const BARE: readonly ServiceErrorNumber[] = [4001090];

/**
 * A refusal as the service writes it, which leaves its detail empty.
 *
 * @param detail what is wrong with what, for the quirk helpful-errors.
 */
export function fail(number: ServiceErrorNumber, detail = ''): Refusal {
  return new Refusal(errorReply(number, ''), errorReply(number, detail));
}

function errorReply(number: ServiceErrorNumber, detail: string): Reply {
  const code = `SVCSTG.SWR.${number}`;
  const message = MESSAGES[number];
  const error = { errorCode: code, errorMessage: message, detail };
  const envelope = {
    errors: [error],
    error_code: code,
    error_msg: message,
    details: [{ error_code: code, error_msg: message }],
  };
  return json(Math.floor(number / 10_000), BARE.includes(number) ? error : envelope);
}

/** An error of the gateway in front of the service, which has a shape of its own. */
export function gatewayError(status: number, code: string, message: string): Reply {
  const id = randomBytes(16).toString('hex');
  return json(status, { error_msg: message, error_code: `APIGW.${code}`, request_id: id }, { 'x-request-id': id });
}

/** What the gateway says for a status that no route chose. */
export function gatewayFailure(status: number): Reply {
  const [code, message] = GATEWAY[status] ?? ['0201', 'Bad gateway'];
  return gatewayError(status, code, message);
}

const GATEWAY: Readonly<Record<number, readonly [string, string]>> = {
  401: ['0301', 'Incorrect IAM authentication information'],
  403: ['0302', 'The IAM user is not allowed to access the API'],
  404: ['0101', 'The API does not exist or has not been published in the environment'],
  405: ['0101', 'The API does not exist or has not been published in the environment'],
  413: ['0201', 'Request entity too large'],
  429: ['0308', 'The throttling threshold has been reached'],
};
