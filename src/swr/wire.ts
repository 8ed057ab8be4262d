import { map, number, string, type Decoder } from '../decode.ts';
import { SwrctlError } from '../errors.ts';
import { decodePermission, type PermissionLevel } from '../model/permission.ts';

/** RFC 3339 text → Date. */
export const time: Decoder<Date> = (value, at) => {
  const date = new Date(string(value, at));
  if (!Number.isNaN(date.getTime())) return date;
  throw new SwrctlError('API_SHAPE', `${at} is not a time`);
};

export const permission: Decoder<PermissionLevel> = (value, at) => decodePermission(number(value, at), at);

/** A number that the service sometimes writes as text. */
export const looseNumber: Decoder<number> = (value, at) =>
  typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : number(value, at);

/** Text that may be absent. */
export const text: Decoder<string> = map(
  (value, at) => (value === undefined || value === null ? '' : string(value, at)),
  (value) => value,
);
