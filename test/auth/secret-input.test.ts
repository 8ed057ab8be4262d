import { describe, expect, it } from 'vitest';
import { parseSecretInput } from '../../src/auth/secret-input.ts';

const line = { kind: 'login-line', username: 'cn-north-4@AK', password: 'd46702ec', host: 'swr.example.com' };
const parse = (text: string) => parseSecretInput(Buffer.from(text), 'stdin');

describe('parseSecretInput', () => {
  it.each([
    'docker login -u cn-north-4@AK -p d46702ec swr.example.com\n',
    'docker login swr.example.com -p d46702ec -u cn-north-4@AK',
    'sudo docker login -u cn-north-4@AK -p d46702ec swr.example.com',
    'sudo -E docker login -u cn-north-4@AK -p d46702ec swr.example.com',
    '$ docker login --username=cn-north-4@AK --password=d46702ec swr.example.com',
    'docker login --username \'cn-north-4@AK\' --password "d46702ec" https://swr.example.com/',
    'docker login -ucn-north-4@AK -p=d46702ec "swr.example.com"',
    'docker login \\\n  -u cn-north-4@AK \\\r\n  -p d46702ec swr.example.com\r\n',
    '\uFEFF  podman login --tls-verify=false --authfile x -u cn-north-4@AK -p d46702ec swr.example.com  ',
    'nerdctl login -u cn-north-4@AK -p d4"6702"ec swr.example.com',
  ])('reads %j', (text) => {
    expect(parse(text)).toEqual(line);
  });

  it('takes a line without a host', () => {
    expect(parse('docker login -u A -p B')).toEqual({ kind: 'login-line', username: 'A', password: 'B' });
  });

  it('keeps what quotes and backslashes protect', () => {
    expect(parse(`docker login -u 'a b' -p "c\\"d\\$ 'e'"\\ f h.example.com`)).toMatchObject({
      username: 'a b',
      password: `c"d$ 'e' f`,
    });
  });

  it.each([
    { text: 'Sk+With/Symbols=AndDigits\r\n', secret: 'Sk+With/Symbols=AndDigits' },
    { text: '  secret \n', secret: 'secret' },
    { text: 'a pass phrase', secret: 'a pass phrase' },
    { text: 'docker-login', secret: 'docker-login' },
  ])('takes $text as the secret itself', ({ text, secret }) => {
    expect(parse(text)).toEqual({ kind: 'secret', secret });
  });

  it.each([
    { name: 'nothing', text: ' \n', says: 'stdin is empty' },
    { name: 'several lines', text: 'AK,SK\nAK1,s3cret', says: 'several lines' },
    { name: 'a line without a user', text: 'docker login -p s3cret h.example.com', says: 'no user' },
    { name: 'a line without a password', text: 'docker login -u s3cret h.example.com', says: 'no password' },
    { name: 'an empty password', text: "docker login -u s3cret -p '' h.example.com", says: 'no password' },
    { name: 'a password to come', text: 'docker login -u s3cret --password-stdin h.example.com', says: 'no password' },
    { name: 'two hosts', text: 'docker login -u A -p s3cret a.example.com b.example.com', says: 'more than one host' },
  ])('rejects $name without quoting it', ({ text, says }) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ code: 'USAGE' }));
    expect(() => parse(text)).toThrow(says);
    expect(() => parse(text)).not.toThrow('s3cret');
  });
});
