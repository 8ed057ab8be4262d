import { isTransient } from '../http/failure.ts';
import type { HttpResponse } from '../http/message.ts';
import type { AuthorizedRequest, RegistryHost } from './host-types.ts';

/** A question whether something is there. */
export interface Look extends Omit<AuthorizedRequest, 'method' | 'body' | 'retry'> {
  /** What is looked for: `tag`, `manifest`, `blob`. Each kind earns trust of its own. */
  readonly kind: string;
  /** True when a HEAD that finds it says all that is wanted. Default: it does. */
  readonly isEnough?: (head: HttpResponse) => boolean;
  /** For the GET alone. */
  readonly getHeaders?: Readonly<Record<string, string>>;
  /**
   * True when a wrong "no" costs some work and nothing else, so that a registry whose first one proves right is
   * believed from then on. Default false: only one that has said a right "yes" is.
   */
  readonly isHarmless?: boolean;
}

/** Kinds for which the HEAD of a host has proved to tell the truth. */
const trusted = new WeakMap<RegistryHost, Set<string>>();

/**
 * Asks whether something is there: by HEAD, and by GET wherever that is no answer. There are registries and proxies
 * that answer HEAD with 404, 405 or 500 for what GET gives, or leave out the digest.
 *
 * @returns the answer that counts. Its body is there to be read only after a GET; the caller bounds it.
 */
export async function look(host: RegistryHost, request: Look): Promise<HttpResponse> {
  const { kind, isEnough, getHeaders, isHarmless = false, readWhole, ...wanted } = request;
  const trust = trustIn(host);
  const head = await tryHead(host, wanted);
  if (head !== undefined && isAnswer(head, trust.has(kind), isEnough)) {
    if (head.status === 200) trust.add(kind);
    return head;
  }
  const whole = readWhole === undefined ? {} : { readWhole };
  const response = await host.send({
    ...wanted,
    ...whole,
    method: 'GET',
    headers: { ...wanted.headers, ...getHeaders },
  });
  if (isHarmless && head?.status === 404 && response.status === 404) trust.add(kind);
  return response;
}

function isAnswer(head: HttpResponse, isTrusted: boolean, isEnough: Look['isEnough'] = () => true): boolean {
  if (head.status === 200) return isEnough(head);
  // A login that is not accepted is not offered again.
  return head.status === 401 || (head.status === 404 && isTrusted);
}

function trustIn(host: RegistryHost): Set<string> {
  const known = trusted.get(host);
  if (known !== undefined) return known;
  const fresh = new Set<string>();
  trusted.set(host, fresh);
  return fresh;
}

/** Tried once: a GET follows when it fails, and that has tries of its own. */
async function tryHead(
  host: RegistryHost,
  request: Omit<AuthorizedRequest, 'method'>,
): Promise<HttpResponse | undefined> {
  try {
    const response = await host.send({ ...request, method: 'HEAD', retry: false });
    await response.discard();
    return response;
  } catch (error) {
    if (isTransient(error) && request.signal?.aborted !== true) return undefined;
    throw error;
  }
}
