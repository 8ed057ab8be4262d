import { boolean, list, map, object, optional, present, string, withDefault, type Decoder } from '../../base/decode.ts';
import { endpoint, nothing } from '../endpoint.ts';
import type { Page } from '../paging.ts';
import { count, maybeText, maybeTime } from './wire.ts';

/** A new login of an instance. User and password are opaque: nobody has said what they look like. */
export interface NewCredential {
  readonly id: string;
  readonly userId: string;
  readonly authToken: string;
  readonly expiresAt?: Date;
  readonly createdAt?: Date;
}

const newCredential: Decoder<NewCredential> = map(
  object({
    auth_token: string,
    user_id: string,
    token_id: withDefault(string, ''),
    created_at: maybeTime,
    expire_date: maybeTime,
  }),
  (wire): NewCredential => ({
    id: wire.token_id,
    userId: wire.user_id,
    authToken: wire.auth_token,
    ...present({ expiresAt: wire.expire_date, createdAt: wire.created_at }),
  }),
);

/** A long-term login, without its password. */
export interface LongTermCredential {
  readonly id: string;
  readonly name: string;
  readonly isEnabled: boolean;
  readonly userId?: string;
  readonly createdAt?: Date;
  readonly expiresAt?: Date;
}

const ONE = '/v2/{project}/instances/{instance}';

/** It cannot be taken back, and its end is in the answer. */
export const createTemporaryCredential = endpoint({
  does: 'make a temporary credential',
  method: 'POST',
  path: `${ONE}/temp-credential`,
  decode: newCredential,
});

/** Singular in the path, unlike everything else about them. */
export const createLongTermCredential = endpoint({
  does: 'make credential {name}',
  method: 'POST',
  path: `${ONE}/long-term-credential`,
  encode: ({ name }: { readonly name: string }) => ({ name }),
  decode: newCredential,
});

/** One's own; everybody's with `self_only: false`, for the account's administrators. */
export const listLongTermCredentials = endpoint({
  does: 'list the credentials',
  method: 'GET',
  path: `${ONE}/long-term-credentials`,
  query: ['limit', 'offset', 'self_only'],
  decode: map(
    object({
      auth_tokens: list(
        map(
          object({
            token_id: string,
            name: withDefault(string, ''),
            enable: withDefault(boolean, true),
            user_id: maybeText,
            created_at: maybeTime,
            expire_date: maybeTime,
          }),
          (wire): LongTermCredential => ({
            id: wire.token_id,
            name: wire.name,
            isEnabled: wire.enable,
            ...present({ userId: wire.user_id, createdAt: wire.created_at, expiresAt: wire.expire_date }),
          }),
        ),
      ),
      total: optional(count),
    }),
    ({ auth_tokens: items, total }): Page<LongTermCredential> => ({ items, ...present({ total }) }),
  ),
});

export const updateLongTermCredential = endpoint({
  does: 'switch credential {credential}',
  method: 'PUT',
  path: `${ONE}/long-term-credentials/{credential}`,
  encode: ({ isEnabled }: { readonly isEnabled: boolean }) => ({ enable: isEnabled }),
  decode: nothing,
});

export const deleteLongTermCredential = endpoint({
  does: 'remove credential {credential}',
  method: 'DELETE',
  path: `${ONE}/long-term-credentials/{credential}`,
  decode: nothing,
});
