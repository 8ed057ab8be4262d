import type { TemporaryLogin } from '../auth/login-cache.ts';
import { parseSecretInput } from '../auth/secret-input.ts';
import { SwrctlError, hasCode } from '../base/errors.ts';
import { isCode } from '../problem/codes.ts';
import type { Answer, SwrClient } from './client.ts';
import { createEnhancedLogin, createTemporaryLogin } from './endpoints/account.ts';

export interface TemporaryLoginRequest {
  /** Registry host that the login is for. */
  readonly registry: string;
  /** Project name. */
  readonly project: string;
  /** `enhanced` is for accounts of the newer identity service only. */
  readonly kind: 'temporary' | 'enhanced';
  /** Seconds, 900 to 86,400. Default: what the service gives; the enhanced kind takes none. */
  readonly seconds?: number | undefined;
}

type Logins = ReadonlyMap<string, { readonly user: string; readonly password: string }>;

/**
 * Gets a temporary registry login: from the body of the answer, else from the docker line in its header.
 *
 * @throws {SwrctlError} AUTH_DENIED where the enhanced kind is not offered; API_SHAPE when the answer has no login.
 * @see SWR API reference, "Generating a Temporary Login Command", "Generating an Enhanced Login Command".
 */
export async function fetchTemporaryLogin(client: SwrClient, request: TemporaryLoginRequest): Promise<TemporaryLogin> {
  const answer =
    request.kind === 'enhanced'
      ? await client.ask(createEnhancedLogin, {}).catch(explainEnhanced)
      : await client.ask(createTemporaryLogin, { projectname: request.project, duration_seconds: request.seconds });
  const login = fromBody(answer.value, request.registry) ?? fromHeader(answer.headers['x-swr-dockerlogin']);
  if (login === undefined) throw new SwrctlError('API_SHAPE', 'The answer of the service holds no login');
  return { ...login, expiresAt: endOf(answer) };
}

function explainEnhanced(error: unknown): never {
  if (!isCode(error, 'ENHANCED_LOGIN_NOT_OFFERED')) throw error;
  throw new SwrctlError('AUTH_DENIED', 'This account is not offered enhanced logins', {
    hint: 'Take the usual one: swrctl login --temporary',
    service: error.service,
  });
}

/** The login of this host; of a single one also when the service knows itself by another name. */
function fromBody(logins: Logins, registry: string) {
  const [first] = logins.values();
  const found = logins.get(registry) ?? (logins.size === 1 ? first : undefined);
  return found && { username: found.user, password: found.password };
}

function fromHeader(line: string | undefined) {
  if (line === undefined) return undefined;
  try {
    const input = parseSecretInput(Buffer.from(line), 'The answer');
    return input.kind === 'login-line' ? { username: input.username, password: input.password } : undefined;
  } catch (error) {
    if (hasCode(error, 'USAGE')) return undefined; // the caller says what is missing
    throw error;
  }
}

/**
 * Header `X-Swr-Expireat`, microseconds and all; older services do not send it. Source:
 * docs/reference/service.md#temporary-logins.
 */
function endOf({ headers }: Answer<unknown>): Date | undefined {
  const end = new Date(headers['x-swr-expireat']?.replace(/(\.\d{3})\d+/, '$1') ?? '');
  return Number.isNaN(end.getTime()) ? undefined : end;
}
