import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { array, number, object, optional, parseJson, string } from '../../base/decode.ts';

/** What a registry token lets its bearer do with one repository. */
export interface Access {
  /** organization/repository */
  readonly name: string;
  readonly actions: readonly string[];
}

export interface Claims {
  /** Absent for anonymous tokens. */
  readonly userId?: string;
  readonly region: string;
  readonly access: readonly Access[];
}

export interface TokenIssuer {
  readonly issue: (claims: Claims, now: Date, lifeSeconds: number) => string;
  /** Undefined for a forged, damaged or expired token. */
  readonly check: (token: string, now: Date) => Claims | undefined;
}

const HEADER = encode({ typ: 'JWT', alg: 'HS256' });

const decodePayload = object({
  sub: string,
  exp: number,
  nbf: number,
  region: string,
  access: array(object({ type: string, name: string, actions: array(string) })),
  uid: optional(string),
});

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** Tokens in the form of RFC 7519, signed with a key that only this process knows. */
export function createTokenIssuer(): TokenIssuer {
  const key = randomBytes(32);
  const sign = (text: string): Buffer => createHmac('sha256', key).update(text).digest();
  return {
    issue: ({ userId, region, access }, now, lifeSeconds) => {
      const seconds = Math.floor(now.getTime() / 1000);
      const text = `${HEADER}.${encode({
        iss: 'dockyard',
        sub: userId ?? '',
        aud: 'dockyard',
        exp: seconds + lifeSeconds,
        nbf: seconds - 10,
        iat: seconds,
        jti: randomBytes(12).toString('hex'),
        access: access.map((one) => ({ type: 'repository', ...one })),
        region,
        ...(userId === undefined ? {} : { uid: userId }),
      })}`;
      return `${text}.${sign(text).toString('base64url')}`;
    },
    check: (token, now) => {
      const [header = '', payload = '', signature = ''] = token.split('.');
      const given = Buffer.from(signature, 'base64url');
      const right = sign(`${header}.${payload}`);
      if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
      const { uid, region, access, exp } = decodePayload(
        parseJson(Buffer.from(payload, 'base64url').toString(), 'the token'),
        'the token',
      );
      if (now.getTime() >= exp * 1000) return undefined;
      return { region, access, ...(uid === undefined ? {} : { userId: uid }) };
    },
  };
}
