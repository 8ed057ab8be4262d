import {
  list,
  map,
  mapOf,
  number,
  object,
  optional,
  string,
  withDefault,
  type Decoded,
  type Decoder,
} from '../base/decode.ts';
import { SwrctlError } from '../base/errors.ts';
import { decodePermission, encodePermission, type Grant, type PermissionLevel } from '../model/permission.ts';

/** RFC 3339 text → Date. */
export const time: Decoder<Date> = (value, at) => {
  const date = new Date(string(value, at));
  if (!Number.isNaN(date.getTime())) return date;
  throw new SwrctlError('API_SHAPE', `${at} is not a time`);
};

export const permission: Decoder<PermissionLevel> = (value, at) => decodePermission(number(value, at), at);

/** A number that the service sometimes writes as text. */
export const looseNumber: Decoder<number> = (value, at) =>
  typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) : number(value, at);

/** true and false, which triggers write as text. */
export const looseBoolean: Decoder<boolean> = (value, at) => {
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw new SwrctlError('API_SHAPE', `${at} is neither true nor false`);
};

/** Text that may be absent. */
export const text: Decoder<string> = withDefault(string, '');

const listed = object({ user_id: string, user_name: string, auth: number });

/** A user without a level of his own has 0 in some answers: that is no grant. */
function grantOf({ user_id: userId, user_name: user, auth }: Decoded<typeof listed>): Grant[] {
  return auth === 0 ? [] : [{ user, userId, level: decodePermission(auth, `auth of ${user}`) }];
}

/** Everybody's rights, the caller's first: `others_auths` leaves the caller out, or not. */
export const grants: Decoder<Grant[]> = map(
  object({ self_auth: optional(listed), others_auths: list(listed) }),
  ({ self_auth: own, others_auths: others }) => [
    ...(own === undefined ? [] : grantOf(own)),
    ...others.filter((other) => other.user_id !== own?.user_id).flatMap(grantOf),
  ],
);

export const encodeGrants = (wanted: readonly Grant[]): unknown =>
  wanted.map(({ user, userId, level }) => ({ user_id: userId, user_name: user, auth: encodePermission(level) }));

/** Base64 of `user:password`, as docker's config.json has it. */
const basicLogin: Decoder<{ user: string; password: string }> = (value, at) => {
  const pair = Buffer.from(string(value, at), 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  if (colon > 0) return { user: pair.slice(0, colon), password: pair.slice(colon + 1) };
  throw new SwrctlError('API_SHAPE', `${at} is not a login`);
};

/** Logins by registry host. */
export const logins = map(
  object({ auths: withDefault(mapOf(object({ auth: basicLogin })), new Map()) }),
  ({ auths }) => new Map([...auths].map(([host, { auth }]) => [host, auth])),
);
