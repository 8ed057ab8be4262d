import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskAccessKey } from '../../src/auth/credential.ts';
import { deriveLogin, deriveLoginKey, parseLoginUser } from '../../src/auth/login-key.ts';

const vectors = [
  {
    accessKey: 'AKTESTVECTOR00000001',
    secretKey: 'SkTestVectorSecret0000000000000000000001',
    password: 'd46702ec6464a0a45809185864b068c340a1da0c84203adac42502241c1691a9',
  },
  {
    accessKey: 'RVHVMX0EXAMPLEAK0002',
    secretKey: 'aB3dE6gH9jK2mN5pQ8sT1vW4xY7zA0bC3dE6fG9h',
    password: '0fe356dae079548298864fcc777032702cb1c2ec498c76043c155f7bfda57984',
  },
  {
    accessKey: 'AKTESTVECTOR00000003',
    secretKey: 'Sk+With/Symbols=AndDigits0123456789abcdef',
    password: 'fc1722b736b32a403bc45f72f348a217993596368c5f07cc822c6900f380556c',
  },
];

function opensslHmac(message: string, key: string): string {
  const output = execFileSync('openssl', ['dgst', '-sha256', '-hmac', key], { input: message, encoding: 'utf8' });
  return output.trim().split(' ').at(-1) ?? '';
}

describe('deriveLoginKey', () => {
  it.each(vectors)('gives the documented password of $accessKey', ({ password, ...key }) => {
    expect(deriveLoginKey(key)).toBe(password);
  });

  it.each(vectors)('agrees with openssl on $accessKey', ({ accessKey, secretKey }) => {
    expect(deriveLoginKey({ accessKey, secretKey })).toBe(opensslHmac(accessKey, secretKey));
  });

  it('agrees with openssl on any printable pair', () => {
    const text = fc
      .string({ minLength: 1, maxLength: 60, unit: 'grapheme-ascii' })
      .filter((key) => !key.startsWith('-'));
    fc.assert(
      fc.property(text, text, (accessKey, secretKey) => {
        expect(deriveLoginKey({ accessKey, secretKey })).toBe(opensslHmac(accessKey, secretKey));
      }),
      { numRuns: 10 },
    );
  });
});

describe('deriveLogin', () => {
  it('puts project and AK into the user name', () => {
    const login = deriveLogin('eu-nl_dev-nl', { accessKey: 'AK', secretKey: 'SK' });
    expect(login).toMatchObject({ kind: 'password', username: 'eu-nl_dev-nl@AK' });
  });
});

describe('parseLoginUser', () => {
  it.each([
    { username: 'cn-north-4@AKX', parts: { project: 'cn-north-4', accessKey: 'AKX' } },
    { username: 'a@b@c', parts: { project: 'a', accessKey: 'b@c' } },
    { username: 'robot', parts: undefined },
  ])('takes $username apart at the first @', ({ username, parts }) => {
    expect(parseLoginUser(username)).toEqual(parts);
  });
});

describe('maskAccessKey', () => {
  it.each([
    { accessKey: 'AKTESTVECTOR00000001', shown: 'AKTE…01' },
    { accessKey: 'SHORT', shown: '…' },
  ])('shows $accessKey as $shown', ({ accessKey, shown }) => {
    expect(maskAccessKey(accessKey)).toBe(shown);
  });
});
