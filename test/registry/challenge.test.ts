import { describe, expect, it } from 'vitest';
import { parseChallenge } from '../../src/registry/challenge.ts';

describe('parseChallenge', () => {
  const realm = 'https://r.example/auth/';
  it.each([
    { header: undefined, gives: undefined },
    { header: '', gives: undefined },
    { header: 'Negotiate', gives: undefined },
    { header: 'Digest realm="x"', gives: undefined },
    { header: 'Bearer', gives: undefined },
    { header: 'Bearer service="x"', gives: undefined },
    { header: 'Basic', gives: { scheme: 'basic' } },
    { header: 'Basic realm="a, b"', gives: { scheme: 'basic' } },
    { header: 'BASIC realm="x"', gives: { scheme: 'basic' } },
    { header: `Bearer realm="${realm}"`, gives: { scheme: 'bearer', realm } },
    { header: `Bearer realm=${realm}`, gives: { scheme: 'bearer', realm } },
    { header: `Bearer realm = "${realm}"`, gives: { scheme: 'bearer', realm } },
    {
      header: `Bearer realm="${realm}",service="dockyard"`,
      gives: { scheme: 'bearer', realm, service: 'dockyard' },
    },
    {
      header: `Bearer realm="${realm}",service="s",scope="repository:a/b:"`,
      gives: { scheme: 'bearer', realm, service: 's', scope: 'repository:a/b:' },
    },
    {
      header: `Bearer Realm="${realm}", error="invalid_token", SERVICE="s"`,
      gives: { scheme: 'bearer', realm, service: 's' },
    },
    { header: `Basic realm="x", Bearer realm="${realm}"`, gives: { scheme: 'bearer', realm } },
    { header: `Bearer realm="${realm}", Basic realm="x"`, gives: { scheme: 'bearer', realm } },
    { header: 'Bearer service="s", Basic realm="x"', gives: { scheme: 'basic' } },
    { header: 'Negotiate, Basic realm="x"', gives: { scheme: 'basic' } },
    { header: 'Basic realm="of us, Bearer realm=evil"', gives: { scheme: 'basic' } },
    { header: 'Basic realm="a\\", Bearer realm=\\"evil"', gives: { scheme: 'basic' } },
    { header: 'Bearer realm="a\\"b"', gives: { scheme: 'bearer', realm: 'a"b' } },
    { header: 'Bearerish realm="x"', gives: undefined },
  ])('reads $header', ({ header, gives }) => {
    expect(parseChallenge(header)).toEqual(gives);
  });
});
