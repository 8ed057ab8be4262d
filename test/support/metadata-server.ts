import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Keys } from './signed-call.ts';

/**
 * The metadata service of an ECS with an agency, for `SWRCTL_METADATA_ENDPOINT`. `mode` is what it asks of its callers.
 * The emulator does not look at the security token of a key that is no temporary one there. Closes with the test.
 */
export async function startMetadata({ ak: access, sk: secret }: Keys, mode: 'v1' | 'v2' = 'v2'): Promise<string> {
  const expires_at = new Date(Date.now() + 3_600_000).toISOString();
  const credential = { access, secret, securitytoken: 'token', expires_at };
  const server = createServer((request, response) => {
    if (request.method === 'PUT') {
      const isKnown = mode === 'v2' && request.url === '/meta-data/latest/api-token';
      response.writeHead(isKnown ? 200 : 405).end(isKnown ? 'T0KEN==' : '');
      return;
    }
    const isAllowed = mode === 'v1' || request.headers['x-metadata-token'] === 'T0KEN==';
    const isKey = request.url === '/openstack/latest/securitykey';
    response.writeHead(isAllowed && isKey ? 200 : 401).end(JSON.stringify({ credential }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
