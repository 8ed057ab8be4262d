import { describe, expect, it } from 'vitest';
import { parseSignature, sign, type SignedCall } from '../../src/emulator/iam/signature.ts';

const SK = 'SkTestVectorSecret0000000000000000000001';
const HOST = { host: 'swr-api.cn-north-4.myhuaweicloud.com', 'x-sdk-date': '20260115T083000Z' };
const JSON_TYPE = { 'content-type': 'application/json' };

interface Vector {
  name: string;
  call: Omit<SignedCall, 'body' | 'query'> & { body?: string; query?: Record<string, string> };
  sk?: string;
  signature: string;
}

/** V1 to V5 were made with the vendor's signer, V6 is from an independent project. */
const vectors: Vector[] = [
  {
    name: 'V1, a path and a query with special characters',
    call: {
      method: 'GET',
      rawPath: '/v2/manage/namespaces/group-dev/repos/team$app/tags',
      query: { filter: 'offset::0|limit::10|order_column::updated_at|order_type::desc|tag::v1.0 (测试)*~' },
      headers: { ...JSON_TYPE, ...HOST },
    },
    signature: '5c20c86efdbbf111149fc160a08056bc9fad9e1d314158afe11ef8d19c91b383',
  },
  {
    name: 'V1 with an encoded path, because the path is decoded first',
    call: {
      method: 'GET',
      rawPath: '/v2/manage/namespaces/group-dev/repos/team%24app/tags',
      query: { filter: 'offset::0|limit::10|order_column::updated_at|order_type::desc|tag::v1.0 (测试)*~' },
      headers: { ...JSON_TYPE, ...HOST },
    },
    signature: '5c20c86efdbbf111149fc160a08056bc9fad9e1d314158afe11ef8d19c91b383',
  },
  {
    name: 'V2, a body',
    call: {
      method: 'POST',
      rawPath: '/v2/manage/namespaces/group-dev/repos',
      headers: { ...JSON_TYPE, ...HOST, 'x-project-id': '0123456789abcdef0123456789abcdef' },
      body: '{"repository":"busybox","category":"linux","description":"测试 image \\"a/b\\"","is_public":false}',
    },
    signature: '00e6f9d550afdab762c318ee2d8216f0f7fcfe6a39b94d8d83f3719d687d2785',
  },
  {
    name: 'V3, a security token',
    call: {
      method: 'POST',
      rawPath: '/v2/manage/utils/secret',
      query: { projectname: 'cn-north-4' },
      headers: { ...JSON_TYPE, ...HOST, 'x-security-token': 'gQpj.TEST-security-token+/==' },
    },
    signature: 'bba9f2dc5ab525c26ed98b5c4ecf77eb17b08f9a62741a829a5eb92f3884c312',
  },
  {
    name: 'V4, a query to sort',
    call: {
      method: 'GET',
      rawPath: '/v2/manage/repos',
      query: { offset: '0', limit: '10', namespace: 'group-dev', name: 'a b' },
      headers: HOST,
    },
    signature: '2837679d60619595a0bcfda63fd5ea1bcfd2ddb9b8e20923b46af134ea4679c5',
  },
  {
    name: 'V5, a DELETE with a body',
    call: {
      method: 'DELETE',
      rawPath: '/v2/manage/namespaces/group-dev/access',
      headers: { ...JSON_TYPE, ...HOST },
      body: '["03f2c0ffee","04d2c0ffee"]',
    },
    signature: '6a7c4eecc4c8fbf0184a24e0e3603d482f248a5945b2f491860a455622274414',
  },
  {
    name: 'V6, another region',
    call: {
      method: 'GET',
      rawPath: '/v2/manage/namespaces/lpx03/repos',
      query: { limit: '100', offset: '0' },
      headers: { host: 'swr-api.cn-east-4.myhuaweicloud.com', 'x-sdk-date': '20260819T000000Z' },
    },
    sk: 'test-secret-key-for-vector',
    signature: 'd4f291cb92cde1933fc8cfe6ed31f2abee9ff5794b84f6421fe94af7dc236c04',
  },
];

describe('sign', () => {
  it.each(vectors)('gives the published signature of $name', ({ call, sk = SK, signature }) => {
    const signedHeaders = Object.keys(call.headers).sort();
    const full = { ...call, query: new URLSearchParams(call.query), body: Buffer.from(call.body ?? '') };
    expect(sign(full, signedHeaders, sk)).toBe(signature);
  });
});

describe('parseSignature', () => {
  it('reads the parts of the header', () => {
    const signature = 'a'.repeat(64);
    const header = `SDK-HMAC-SHA256 Access=AK1, SignedHeaders=host;x-sdk-date, Signature=${signature}`;
    expect(parseSignature(header)).toEqual({ ak: 'AK1', signedHeaders: ['host', 'x-sdk-date'], signature });
  });

  it.each(['', 'Bearer x', 'SDK-HMAC-SHA256 Access=AK1', 'V11-HMAC-SHA256 Access=a, SignedHeaders=b, Signature=c'])(
    'does not take %j',
    (header) => {
      expect(parseSignature(header)).toBeUndefined();
    },
  );
});
