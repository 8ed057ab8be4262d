import type { AccessKey } from '../auth/credential.ts';
import { map, object, parseJson, string } from '../base/decode.ts';
import { hasCode } from '../base/errors.ts';
import type { HttpResponse, Send } from '../http/message.ts';

export interface AgencyOptions {
  /** Must not go through a proxy. */
  readonly send: Send;
  /** For example `http://169.254.169.254`. */
  readonly endpoint: string;
  readonly now: () => Date;
  /** Milliseconds for each of its calls. Default 1000: where there is no such service, nobody may have to wait for it. */
  readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 1000;
/** Milliseconds before its end from which a key is renewed. */
const RENEW_BEFORE = 5 * 60_000;
const TOKEN_SECONDS = '300';
const MAX_ANSWER = 64 * 1024;

const decodeAnswer = map(
  object({ credential: object({ access: string, secret: string, securitytoken: string, expires_at: string }) }),
  ({ credential: { access, secret, securitytoken, expires_at: end } }) => ({
    key: { kind: 'access-key', accessKey: access, secretKey: secret, securityToken: securitytoken } as const,
    expiresAt: new Date(end),
  }),
);

/**
 * The access key that an ECS gets for its agency; a new one before the old one ends. Undefined where there is no such
 * service, or no agency.
 *
 * @see ECS user guide, "Obtaining Metadata".
 */
export function createAgency(options: AgencyOptions): () => Promise<AccessKey | undefined> {
  let kept: Promise<ReturnType<typeof decodeAnswer> | undefined> | undefined;
  return async () => {
    const known = await kept;
    const isOver = known !== undefined && known.expiresAt.getTime() - options.now().getTime() < RENEW_BEFORE;
    if (kept === undefined || isOver) kept = fetchKey(options);
    return (await kept)?.key;
  };
}

async function fetchKey(options: AgencyOptions) {
  try {
    const token = await fetchToken(options);
    const headers = token === undefined ? {} : { 'x-metadata-token': token };
    const response = await ask(options, 'GET', '/openstack/latest/securitykey', headers);
    const text = await response.text(MAX_ANSWER);
    return response.status === 200 ? decodeAnswer(parseJson(text, 'it'), 'it') : undefined;
  } catch (error) {
    // Not on an ECS, or something else answers at this address.
    if (hasCode(error, 'NETWORK', 'TLS', 'API_SHAPE')) return undefined;
    throw error;
  }
}

/** Older services know no tokens, and answer 404 or 405. */
async function fetchToken(options: AgencyOptions): Promise<string | undefined> {
  const wanted = { 'x-metadata-token-ttl-seconds': TOKEN_SECONDS };
  const response = await ask(options, 'PUT', '/meta-data/latest/api-token', wanted);
  const text = (await response.text(MAX_ANSWER)).trim();
  return response.status === 200 && /^[\w.~+/=-]{1,4096}$/.test(text) ? text : undefined;
}

function ask(
  { send, endpoint, timeoutMs = DEFAULT_TIMEOUT_MS }: AgencyOptions,
  method: string,
  path: string,
  headers: Record<string, string>,
): Promise<HttpResponse> {
  const url = new URL(path, endpoint);
  return send({ method, url, headers, retry: false, redirect: 'manual', totalTimeoutMs: timeoutMs });
}
