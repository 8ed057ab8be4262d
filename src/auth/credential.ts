/** A permanent access key, or a temporary one when it has a security token. */
export interface AccessKey {
  readonly kind: 'access-key';
  /** AK, the public half. */
  readonly accessKey: string;
  /** SK, the secret half. */
  readonly secretKey: string;
  readonly securityToken?: string;
}

/** A token of the identity service, sent as `X-Auth-Token`. Good for the management API only. */
export interface IamToken {
  readonly kind: 'iam-token';
  readonly token: string;
}

export type Credential = AccessKey | IamToken;

/** User and password for the token handshake of a registry, or for Basic authentication. */
export interface PasswordLogin {
  readonly kind: 'password';
  readonly username: string;
  readonly password: string;
}

/** An OAuth2 refresh token, as docker keeps it under the user name `<token>`. */
export interface IdentityTokenLogin {
  readonly kind: 'identity-token';
  readonly identityToken: string;
}

export type RegistryLogin = PasswordLogin | IdentityTokenLogin;

export { maskAccessKey } from '../secrets/secrets.ts';
