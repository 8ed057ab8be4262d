import type { User } from '../iam/accounts.ts';
import { findAccountProject, findUser } from '../iam/directory.ts';
import { Refusal, type Request } from '../server/handler.ts';
import { IAM_TOKENS, TEMPORARY_KEYS } from '../domain/records.ts';
import { DEFAULT_REGION } from '../domain/regions.ts';
import { isSignedWith, parseSdkDate, parseSignature } from '../iam/signature.ts';
import type { World } from '../domain/world.ts';
import { gatewayError } from './errors.ts';

/** Who calls the management API, and about which region. */
export interface Caller {
  readonly user: User;
  readonly region: string;
  /** The project that the call names; undefined when it names none. */
  readonly projectId?: string;
}

/** @throws {Refusal} 401 or 403 in the gateway's shape. */
export type Authenticate = (request: Request, body: Buffer) => Caller;

const MAX_CLOCK_SKEW_MS = 15 * 60 * 1000;
const MAX_BAD_SIGNATURES = 5;
const LOCK_MS = 5 * 60 * 1000;
/** Source: API Request Signing Guide, "Common Errors Related to IAM Authentication Information". */
const LOCKED = 'Incorrect IAM authentication information: AK access failed to reach the limit,forbidden.';

/** Proves callers. Remembers bad signatures: five in a row lock the AK for five minutes. */
export function createAuthenticator(world: World): Authenticate {
  const strikes = new Map<string, { count: number; until: number }>();
  return (request, body) => {
    const token = request.headers['x-auth-token'];
    if (token !== undefined) return callerOfToken(world, token);
    const signature = parseSignature(request.headers['authorization'] ?? '');
    if (signature === undefined)
      throw unauthorized('Incorrect IAM authentication information: no token and no signature');
    const { ak } = signature;
    const now = world.now().getTime();
    const strike = strikes.get(ak) ?? { count: 0, until: 0 };
    if (now < strike.until) throw unauthorized(LOCKED);
    const keys = findKeys(world, ak, request.headers['x-security-token']);
    if (keys === undefined) throw unauthorized(`Incorrect IAM authentication information: AK ${ak} not found`);
    checkDate(request, world.signingTimes());
    if (!isSignedWith({ ...request, body }, signature, keys.sk)) {
      const count = strike.count + 1;
      strikes.set(ak, count < MAX_BAD_SIGNATURES ? { count, until: 0 } : { count: 0, until: now + LOCK_MS });
      throw unauthorized('Incorrect IAM authentication information: verify aksk signature fail');
    }
    strikes.delete(ak);
    const projectId = signature.signedHeaders.includes('x-project-id') ? request.headers['x-project-id'] : undefined;
    return callerOf(world, keys.user, projectId);
  };
}

function unauthorized(message: string): Refusal {
  return new Refusal(gatewayError(401, '0301', message));
}

function checkDate(request: Request, times: readonly Date[]): void {
  const date = parseSdkDate(request.headers['x-sdk-date'] ?? '');
  const isNear = (time: Date): boolean => Math.abs((date?.getTime() ?? 0) - time.getTime()) <= MAX_CLOCK_SKEW_MS;
  if (times.some(isNear)) return;
  throw unauthorized('Incorrect IAM authentication information: the signature has expired');
}

function findKeys(world: World, ak: string, securityToken: string | undefined): { user: User; sk: string } | undefined {
  const lasting = findUser(world, 'ak', ak);
  if (lasting !== undefined) return { user: lasting, sk: lasting.sk };
  const temporary = world.database.get(TEMPORARY_KEYS, '', ak);
  if (temporary === undefined || temporary.securityToken !== securityToken) return undefined;
  if (Date.parse(temporary.expiresAt) <= world.now().getTime()) return undefined;
  const user = findUser(world, 'id', temporary.userId);
  return user === undefined ? undefined : { user, sk: temporary.sk };
}

/** The user and project of an IAM token. @throws {Refusal} 401 when it is unknown or over. */
export function callerOfToken(world: World, token: string): Caller {
  const record = world.database.get(IAM_TOKENS, '', token);
  const user = record === undefined ? undefined : findUser(world, 'id', record.userId);
  if (record === undefined || user === undefined || Date.parse(record.expiresAt) <= world.now().getTime()) {
    throw unauthorized('Incorrect IAM authentication information: decrypt token fail');
  }
  return callerOf(world, user, record.projectId === '' ? undefined : record.projectId);
}

function callerOf(world: World, user: User, projectId: string | undefined): Caller {
  if (projectId === undefined) return { user, region: DEFAULT_REGION };
  const project = findAccountProject(world, user.account.id, 'id', projectId);
  if (project !== undefined) return { user, region: project.region, projectId };
  throw new Refusal(gatewayError(403, '0302', 'The project does not belong to the account'));
}
