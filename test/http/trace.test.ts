import { describe, expect, it } from 'vitest';
import { testHome } from '../support/login-home.ts';
import { runCli } from '../support/run.ts';
import { hangUp, inTurn, startServer, status } from '../support/scripted-server.ts';
import { createTestHttp } from '../support/test-http.ts';

describe('a trace', () => {
  it('shows requests and answers without anything secret', async () => {
    const answerHeaders = {
      'set-cookie': 'session=hidden-1',
      'www-authenticate': 'Bearer realm="hidden-2"',
      location: '/x?sig=hidden-3',
      'x-request-id': 'r1',
    };
    const server = await startServer(status(404, answerHeaders, 'hidden-4'));
    const http = createTestHttp();
    const url = new URL('/v2/a?n=5&X-Amz-Signature=hidden-5&account=hidden-6', server.origin);
    url.username = '';
    await http.send({
      method: 'PUT',
      url,
      headers: { Authorization: 'Basic hidden-7', 'x-auth-token': 'hidden-8', accept: 'text/plain' },
      body: Buffer.from('hidden-9'),
    });
    const text = http.traces.join('\n');
    expect(text).not.toContain('hidden');
    expect(text).toContain(`> PUT ${server.origin}/v2/a?n=5&X-Amz-Signature=…&account=… (8 bytes)`);
    expect(text).toContain('accept: text/plain');
    expect(text).toMatch(/< 404 PUT .* \d+ ms/);
    expect(text).toContain('x-request-id: r1');
  });

  it('shows each try, and why it failed', async () => {
    const server = await startServer(inTurn(hangUp, status(200)));
    const http = createTestHttp();
    await http.send({ method: 'GET', url: new URL(server.origin) });
    expect(http.traces.map((line) => line[0])).toEqual(['>', '!', '>', '<']);
  });

  it('shows no control character of an address or a header, and nothing that was sent', async () => {
    const server = await startServer((request, response) => {
      response
        .writeHead(200, { 'x-request-id': `\x9b31m ${String(request.headers.authorization)}`, server: '\u00ad' })
        .end();
    });
    const home = await testHome();
    const env = {
      ...home.env,
      SWRCTL_ENDPOINT: server.origin,
      SWRCTL_TOKEN: 'TokenCanary0123456789',
      SWRCTL_REGION: 'r-1',
    };
    const path = '/v2/x?n=%1b[31m%0a<forged&marker=%e2%80%ae';
    const { stderr } = await runCli(['api', 'GET', path, '--debug'], { env });
    expect(stderr).toContain('n=%1b[31m%0a');
    expect(stderr).toContain('x-request-id: \\x9b31m');
    expect(stderr.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(stderr).not.toContain('TokenCanary');
  });
});
