import { describe, expect, it } from 'vitest';
import { createSwrClient } from '../../src/swr/client.ts';
import { getNamespace } from '../../src/swr/endpoints/namespaces.ts';
import { sendJson, startServer } from '../support/scripted-server.ts';
import { createTestHttp } from '../support/test-http.ts';

const coded = (number: number): string => `SVCSTG.SWR.${number}`;

/** One error in the current envelope of the service. */
const envelope = (code: string, message: string) => ({
  errors: [{ errorCode: code, errorMessage: message, detail: '' }],
  ...{ error_code: code, error_msg: message, details: [{ error_code: code, error_msg: message }] },
});
const bare = (code: string, message: string) => ({ errorCode: code, errorMessage: message, detail: '' });

/** Error answers that were written down, in each shape, and what swrctl makes of them. */
const ERRORS = [
  { name: 'no share, as a bare object', status: 400, code: 4001090, make: bare, text: 'x', as: 'NOT_FOUND' },
  {
    name: 'no share, as a list',
    status: 400,
    code: 4001090,
    make: (c: string, m: string) => [bare(c, m)],
    text: 'x',
    as: 'NOT_FOUND',
  },
  { name: 'no sync rule', status: 400, code: 4001158, make: envelope, text: 'x', as: 'NOT_FOUND' },
  { name: 'no retention rule', status: 400, code: 4000306, make: envelope, text: 'x', as: 'NOT_FOUND' },
  { name: 'no trigger', status: 404, code: 4040126, make: envelope, text: 'Not found trigger', as: 'NOT_FOUND' },
  { name: 'a wrong cluster', status: 400, code: 4000014, make: envelope, text: 'Invalid param', as: 'FAILED' },
  {
    name: 'no enhanced login',
    status: 403,
    code: 4030170,
    make: envelope,
    text: 'Insufficient permissions',
    as: 'AUTH_DENIED',
  },
  { name: 'a wrong column', status: 400, code: 4001096, make: envelope, text: 'x', as: 'FAILED' },
] as const;

async function callAnsweredWith(status: number, body: unknown) {
  const server = await startServer((_request, response) => sendJson(response, status, body));
  const credential = { kind: 'access-key', accessKey: 'AK', secretKey: 'SK' } as const;
  const swr = createSwrClient({ http: createTestHttp(), endpoint: server.origin, credential });
  return swr.call(getNamespace, { namespace: 'team' });
}

describe('error answers of the service', () => {
  it.each(ERRORS)('are understood: $name', async ({ status, code, make, text, as }) => {
    await expect(callAnsweredWith(status, make(coded(code), text))).rejects.toMatchObject({
      code: as,
      service: { status, serviceCode: coded(code), text },
    });
  });

  it('are understood in the shape of the gateway', async () => {
    const body = { error_msg: 'verify aksk signature fail', error_code: 'APIGW.0301', request_id: 'f00' };
    await expect(callAnsweredWith(401, body)).rejects.toMatchObject({
      code: 'AUTH_DENIED',
      service: { status: 401, serviceCode: 'APIGW.0301', requestId: 'f00' },
    });
  });
});
