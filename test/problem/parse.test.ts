import { describe, expect, it } from 'vitest';
import { codeOfProblem, problemOf } from '../../src/problem/from-answer.ts';
import { parseProblem } from '../../src/problem/parse.ts';
import { sendJson, startServer } from '../support/scripted-server.ts';
import { createTestHttp } from '../support/test-http.ts';

const swr = { errorCode: 'SVCSTG.SWR.4000097', errorMessage: 'Quota used up' };
const read = { serviceCode: 'SVCSTG.SWR.4000097', text: 'Quota used up' };

describe('parseProblem', () => {
  it.each([
    { name: 'shape A, an array', body: JSON.stringify([swr]), gives: read },
    {
      name: 'shape B, wrapped',
      body: JSON.stringify({
        errors: [{ ...swr, encoded_authorization_message: '' }],
        error_code: 'x',
        error_msg: 'y',
      }),
      gives: read,
    },
    {
      name: 'shape B without list',
      body: '{"errors":[],"error_code":"c","error_msg":"m"}',
      gives: { serviceCode: 'c', text: 'm' },
    },
    { name: 'shape C, one object', body: JSON.stringify(swr), gives: read },
    {
      name: 'shape D, the gateway',
      body: '{"error_msg":"Incorrect IAM","error_code":"APIGW.0301","request_id":"r1"}',
      gives: { serviceCode: 'APIGW.0301', text: 'Incorrect IAM', requestId: 'r1' },
    },
    {
      name: 'OCI',
      body: '{"errors":[{"code":"MANIFEST_INVALID","message":"bad","detail":{"a":1}}]}',
      gives: { serviceCode: 'MANIFEST_INVALID', text: 'bad' },
    },
    {
      name: 'OCI with a text for detail',
      body: '{"errors":[{"code":"DENIED","message":"no","detail":"because"}]}',
      gives: { serviceCode: 'DENIED', text: 'no (because)' },
    },
    {
      name: 'OCI with an empty detail',
      body: '{"errors":[{"code":"DENIED","message":"no","detail":""}]}',
      gives: { serviceCode: 'DENIED', text: 'no' },
    },
    {
      name: 'IAM',
      body: '{"error":{"message":"wrong","code":401,"title":"Unauthorized"}}',
      gives: { serviceCode: '401', text: 'wrong' },
    },
    { name: 'OAuth2', body: '{"error":"invalid_grant","error_description":"expired"}', gives: { text: 'expired' } },
    {
      name: 'a token server',
      body: '{"details":"incorrect username or password"}',
      gives: { text: 'incorrect username or password' },
    },
    {
      name: 'a page of HTML',
      body: '<html><head><title>502 Bad\n Gateway</title></head><body>x</body>',
      gives: { text: '502 Bad Gateway' },
    },
    { name: 'HTML without a title', body: '<h1>Not   Found</h1><hr>nginx', gives: { text: 'Not Found nginx' } },
    { name: 'plain text', body: '  upstream gone \n', gives: { text: 'upstream gone' } },
    { name: 'nothing', body: '', gives: {} },
    { name: 'JSON that was cut', body: '{"errors":[{"code":', gives: { text: '{"errors":[{"code":' } },
    { name: 'JSON that says nothing', body: '{"errors":[null,1,[]],"error":null}', gives: {} },
    { name: 'null', body: 'null', gives: { text: 'null' } },
  ])('reads $name', ({ body, gives }) => {
    expect(parseProblem(body)).toEqual(gives);
  });

  it('keeps a long text short', () => {
    expect(parseProblem('x'.repeat(10_000)).text?.length).toBe(300);
  });
});

describe('codeOfProblem', () => {
  it.each([
    { status: 401, code: 'AUTH_DENIED' },
    { status: 403, code: 'AUTH_DENIED' },
    { status: 404, code: 'NOT_FOUND' },
    { status: 409, code: 'CONFLICT' },
    { status: 429, code: 'THROTTLED' },
    { status: 503, code: 'THROTTLED' },
    { status: 500, code: 'FAILED' },
    { status: 400, serviceCode: 'MANIFEST_INVALID', code: 'MANIFEST_REFUSED' },
    { status: 403, serviceCode: 'SVCSTG.SWR.4031032', code: 'THROTTLED' },
    { status: 429, serviceCode: 'APIGW.0308', code: 'THROTTLED' },
    { status: 400, serviceCode: 'SVCSTG.SWR.4000306', code: 'NOT_FOUND' },
    { status: 400, serviceCode: 'SVCSTG.SWR.4000097', code: 'REFUSED' },
    { status: 500, serviceCode: 'SVCSTG.SWR.5007019', code: 'REFUSED' },
    { status: 403, text: 'denied: Not allow to login, upload or download image', code: 'BLOCKED' },
  ])('of $status $serviceCode $text is $code', ({ status, code, ...problem }) => {
    expect(codeOfProblem(status, problem)).toBe(code);
  });
});

describe('problemOf', () => {
  it('keeps apart what the service said', async () => {
    const { origin } = await startServer((_request, response) => {
      sendJson(response, 409, swr, { 'x-request-id': 'r2', 'retry-after': '3' });
    });
    const url = new URL('/v2/x?X-Amz-Signature=hidden', origin);
    const error = await problemOf(await createTestHttp().send({ method: 'GET', url }));
    expect(error).toMatchObject({
      code: 'REFUSED',
      message: `GET ${origin}/v2/x failed`,
      service: { ...read, serviceCode: read.serviceCode, status: 409, requestId: 'r2', retryAfter: '3' },
    });
  });
});
