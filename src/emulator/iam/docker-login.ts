import { createHmac, timingSafeEqual } from 'node:crypto';
import type { User } from './accounts.ts';
import { BEARER_PREFIX, findBearerLogin } from './bearer-logins.ts';
import { findAccountProject, findUser } from './directory.ts';
import type { Request } from '../server/handler.ts';
import { TEMPORARY_KEYS } from '../domain/records.ts';
import type { World } from '../domain/world.ts';

/** Who `docker login` is, and where. */
export interface Login {
  readonly user: User;
  readonly region: string;
}

/** Hex HMAC-SHA256 with the SK as key and the AK as message. Source: docs/reference/service.md#login-key. */
export function loginKey(ak: string, sk: string): string {
  return createHmac('sha256', sk).update(ak).digest('hex');
}

/** The user and password of a Basic header. */
export function basicOf(request: Request): { user: string; password: string } | undefined {
  const encoded = /^Basic (.+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return { user: text.slice(0, Math.max(colon, 0)), password: text.slice(colon + 1) };
}

/** Checks `project@AK` and the login key. Undefined when anything is wrong, without a word about what. */
export function checkLogin(world: World, name: string, password: string): Login | undefined {
  if (name.startsWith(BEARER_PREFIX)) return checkBearerLogin(world, name, password);
  const at = name.indexOf('@');
  const ak = name.slice(at + 1);
  const keys = findKeys(world, ak);
  if (at === -1 || keys === undefined || !sameText(password, loginKey(ak, keys.sk))) return undefined;
  const project = findAccountProject(world, keys.user.account.id, 'name', name.slice(0, at));
  return project === undefined ? undefined : { user: keys.user, region: project.region };
}

function checkBearerLogin(world: World, name: string, password: string): Login | undefined {
  const login = findBearerLogin(world, name);
  const user = login === undefined ? undefined : findUser(world, 'id', login.userId);
  if (login === undefined || user === undefined || !sameText(password, login.password)) return undefined;
  return { user, region: login.region };
}

function findKeys(world: World, ak: string): { user: User; sk: string } | undefined {
  const lasting = findUser(world, 'ak', ak);
  if (lasting !== undefined) return { user: lasting, sk: lasting.sk };
  const temporary = world.database.get(TEMPORARY_KEYS, '', ak);
  if (temporary === undefined || Date.parse(temporary.expiresAt) <= world.now().getTime()) return undefined;
  const user = findUser(world, 'id', temporary.userId);
  return user === undefined ? undefined : { user, sk: temporary.sk };
}

/** Compares in constant time, as the real thing should. */
export function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
