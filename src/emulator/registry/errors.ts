import { json, Refusal, type Reply } from '../server/handler.ts';

/** The registry's error shape, with the service's empty `detail`. Source: OCI distribution-spec 1.1, "Error Codes". */
export function registryError(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return json(status, { errors: [{ code, message, detail: '' }] }, headers);
}

export function refuse(
  status: number,
  code: string,
  message: string,
  headers?: Readonly<Record<string, string>>,
): Refusal {
  return new Refusal(registryError(status, code, message, headers));
}

/** What the registry says for a status that no route chose. */
export function registryFailure(status: number): Reply {
  if (status === 405)
    return { status, headers: { 'content-type': 'text/plain' }, body: Buffer.from('Method not allowed\n') };
  const [code, message] = GENERAL[status] ?? ['UNKNOWN', 'unknown error'];
  return status === 503 ? { status } : registryError(status, code, message); // a 503 of the rate limit has no body
}

/** What a router says of a path that it does not know, whatever repository it is about: no error code, no JSON. */
export function noSuchPage(): Reply {
  return { status: 404, headers: { 'content-type': 'text/plain' }, body: Buffer.from('404 page not found\n') };
}

const GENERAL: Readonly<Record<number, readonly [string, string]>> = {
  400: ['UNSUPPORTED', 'The operation is unsupported.'],
  401: ['UNAUTHORIZED', 'authentication required'],
  403: ['DENIED', 'you do not have the permission'],
  404: ['NAME_UNKNOWN', 'repository name not known to registry'],
  429: ['TOOMANYREQUESTS', 'too many requests'],
};
