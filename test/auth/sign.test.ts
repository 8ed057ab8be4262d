import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AccessKey } from '../../src/auth/credential.ts';
import { signRequest, type SignableRequest } from '../../src/auth/sign.ts';

const HOST = 'https://swr-api.cn-north-4.myhuaweicloud.com';
const key: AccessKey = {
  kind: 'access-key',
  accessKey: 'AKTESTVECTOR00000001',
  secretKey: 'SkTestVectorSecret0000000000000000000001',
};
const now = new Date('2026-01-15T08:30:00Z');
const json = { 'content-type': 'application/json' };

interface Vector {
  readonly name: string;
  readonly request: SignableRequest;
  readonly key?: AccessKey;
  readonly now?: Date;
  readonly signed: string;
  readonly signature: string;
}

const filter = 'offset::0|limit::10|order_column::updated_at|order_type::desc|tag::v1.0 (测试)*~';

const vectors: Vector[] = [
  {
    name: 'V1, special characters in path and query',
    request: {
      method: 'GET',
      url: new URL(
        `${HOST}/v2/manage/namespaces/group-dev/repos/team$app/tags?${new URLSearchParams({ filter }).toString()}`,
      ),
      headers: json,
    },
    signed: 'content-type;host;x-sdk-date',
    signature: '5c20c86efdbbf111149fc160a08056bc9fad9e1d314158afe11ef8d19c91b383',
  },
  {
    name: 'V1 with an escaped $',
    request: {
      method: 'GET',
      url: new URL(`${HOST}/v2/manage/namespaces/group-dev/repos/team%24app/tags?filter=${encodeURIComponent(filter)}`),
      headers: json,
    },
    signed: 'content-type;host;x-sdk-date',
    signature: '5c20c86efdbbf111149fc160a08056bc9fad9e1d314158afe11ef8d19c91b383',
  },
  {
    name: 'V2, a JSON body and a project',
    request: {
      method: 'POST',
      url: new URL(`${HOST}/v2/manage/namespaces/group-dev/repos`),
      headers: { 'Content-Type': 'application/json', 'X-Project-Id': '0123456789abcdef0123456789abcdef' },
      body: Buffer.from(
        String.raw`{"repository":"busybox","category":"linux","description":"测试 image \"a/b\"","is_public":false}`,
      ),
    },
    signed: 'content-type;host;x-project-id;x-sdk-date',
    signature: '00e6f9d550afdab762c318ee2d8216f0f7fcfe6a39b94d8d83f3719d687d2785',
  },
  {
    name: 'V3, a security token',
    request: {
      method: 'POST',
      url: new URL(`${HOST}/v2/manage/utils/secret?projectname=cn-north-4`),
      headers: json,
    },
    key: { ...key, securityToken: 'gQpj.TEST-security-token+/==' },
    signed: 'content-type;host;x-sdk-date;x-security-token',
    signature: 'bba9f2dc5ab525c26ed98b5c4ecf77eb17b08f9a62741a829a5eb92f3884c312',
  },
  {
    name: 'V4, several query parameters',
    request: {
      method: 'GET',
      url: new URL(`${HOST}/v2/manage/repos?offset=0&limit=10&namespace=group-dev&name=a+b`),
    },
    signed: 'host;x-sdk-date',
    signature: '2837679d60619595a0bcfda63fd5ea1bcfd2ddb9b8e20923b46af134ea4679c5',
  },
  {
    name: 'V5, DELETE with a body',
    request: {
      method: 'DELETE',
      url: new URL(`${HOST}/v2/manage/namespaces/group-dev/access`),
      headers: json,
      body: Buffer.from('["03f2c0ffee","04d2c0ffee"]'),
    },
    signed: 'content-type;host;x-sdk-date',
    signature: '6a7c4eecc4c8fbf0184a24e0e3603d482f248a5945b2f491860a455622274414',
  },
  {
    name: 'V6, the vector of an independent project',
    request: {
      method: 'GET',
      url: new URL('https://swr-api.cn-east-4.myhuaweicloud.com/v2/manage/namespaces/lpx03/repos?limit=100&offset=0'),
    },
    key: { kind: 'access-key', accessKey: 'TESTAK123EXAMPLE', secretKey: 'test-secret-key-for-vector' },
    now: new Date('2026-08-19T00:00:00Z'),
    signed: 'host;x-sdk-date',
    signature: 'd4f291cb92cde1933fc8cfe6ed31f2abee9ff5794b84f6421fe94af7dc236c04',
  },
];

describe('signRequest', () => {
  it.each(vectors)('reproduces $name', ({ request, signed, signature, ...other }) => {
    const signer = other.key ?? key;
    const headers = signRequest(request, signer, other.now ?? now);
    expect(headers['authorization']).toBe(
      `SDK-HMAC-SHA256 Access=${signer.accessKey}, SignedHeaders=${signed}, Signature=${signature}`,
    );
  });

  it('adds the date and the security token, and nothing else', () => {
    const url = new URL(`${HOST}/v2`);
    expect(signRequest({ method: 'GET', url }, { ...key, securityToken: 'T' }, now)).toEqual({
      'x-sdk-date': '20260115T083000Z',
      'x-security-token': 'T',
      authorization: expect.stringContaining('SignedHeaders=host;x-sdk-date;x-security-token,') as string,
    });
  });

  it('leaves headers alone that a proxy may change, and a multipart type', () => {
    const url = new URL(`${HOST}/v2`);
    const headers = { accept: '*/*', 'user-agent': 'swrctl', 'content-type': 'multipart/form-data; boundary=x' };
    expect(signRequest({ method: 'GET', url, headers }, key, now)).toEqual(
      signRequest({ method: 'GET', url }, key, now),
    );
  });

  it('takes the hash from x-sdk-content-sha256 when that is sent', () => {
    const url = new URL(`${HOST}/v2`);
    const headers = { 'X-Sdk-Content-Sha256': 'UNSIGNED-PAYLOAD' };
    const sign = (body: string) => signRequest({ method: 'PUT', url, headers, body: Buffer.from(body) }, key, now);
    expect(sign('a')).toEqual(sign('b'));
  });

  it('rejects a path that cannot be decoded', () => {
    const url = new URL(`${HOST}/v2/100%`);
    expect(() => signRequest({ method: 'GET', url }, key, now)).toThrow(expect.objectContaining({ code: 'USAGE' }));
  });
});

interface OfficialSigner {
  readonly sign: (request: object, credential: object) => Record<string, string>;
}

const { AKSKSigner } = createRequire(import.meta.url)('@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner.js') as {
  AKSKSigner: OfficialSigner;
};

describe('the official signer', () => {
  const textOf = (alphabet: string) => fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom(...alphabet) });
  // Only characters that the URL parser of the official signer leaves as they are: it would encode the others twice.
  const segment = textOf('abzAZ019-_.~$!*()+=&@:,测试é😀').filter((text) => text !== '.' && text !== '..');
  const text = textOf('abzAZ019-_.~$!*\'()+=&@:/, ;"|<>{}?#%测试é😀');
  const name = fc.string({ minLength: 1, maxLength: 8, unit: fc.constantFrom(..."abzAZ019-_.~$!*'()+=&@: 测é") });
  const requests = fc.record({
    method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE'),
    segments: fc.array(segment, { minLength: 1, maxLength: 5 }),
    query: fc.dictionary(name, fc.oneof(fc.constant(''), text, fc.array(text, { minLength: 1, maxLength: 3 }))),
    body: fc.option(fc.object({ maxDepth: 1 })),
    projectId: fc.option(fc.constant('0123456789abcdef0123456789abcdef')),
    port: fc.constantFrom('', ':8443'),
    seconds: fc.integer({ min: 0, max: 4_000_000_000 }),
  });

  it('gives the same Authorization for any request', () => {
    fc.assert(
      fc.property(requests, ({ method, segments, query, body, projectId, port, seconds }) => {
        const path = segments.join('/');
        const at = new Date(seconds * 1000);
        const date = at.toISOString().replace(/[-:]|\.\d{3}/g, '');
        const headers = { 'content-type': 'application/json', ...(projectId ? { 'x-project-id': projectId } : {}) };
        const official = AKSKSigner.sign(
          {
            method,
            endpoint: `${HOST}${port}/${path}`, // decoded: this signer encodes what it is given
            queryParams: structuredClone(query),
            headers: { ...headers, 'X-Sdk-Date': date },
            ...(body === null ? {} : { data: body }),
          },
          { getAk: () => key.accessKey, getSk: () => key.secretKey },
        );
        const url = new URL(`${HOST}${port}/${path}`);
        for (const [parameter, value] of Object.entries(query))
          for (const one of [value].flat()) url.searchParams.append(parameter, one);
        const ours = signRequest(
          { method, url, headers, ...(body === null ? {} : { body: Buffer.from(JSON.stringify(body)) }) },
          key,
          at,
        );
        expect(ours['authorization']).toBe(official['Authorization']);
      }),
      { numRuns: 500 },
    );
  });
});
