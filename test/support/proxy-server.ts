import { once } from 'node:events';
import { createServer, request as askServer, type IncomingHttpHeaders } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface ProxyServer {
  readonly url: string;
  readonly port: number;
  /** What was asked for: `CONNECT host:port`, `GET http://host/path`. */
  readonly asked: readonly string[];
  readonly headers: readonly IncomingHttpHeaders[];
}

/**
 * A web proxy that leads every request to one local port, whatever its host. As squid and tinyproxy do it, it opens
 * tunnels to port 443 alone, and takes whole addresses for plain HTTP. Closes with the test.
 */
export async function startProxy(targetPort: number, refuseWith?: number): Promise<ProxyServer> {
  const asked: string[] = [];
  const headers: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    headers.push(request.headers);
    const target = URL.canParse(request.url ?? '') ? new URL(request.url ?? '') : undefined;
    if (target === undefined || refuseWith !== undefined) {
      response.writeHead(refuseWith ?? 400).end();
      return;
    }
    const passed = { ...request.headers };
    delete passed['proxy-authorization']; // meant for the proxy alone
    const path = `${target.pathname}${target.search}`;
    const onward = askServer({ port: targetPort, host: '127.0.0.1', method: request.method, path, headers: passed });
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  server.on('connect', (request, socket, head) => {
    asked.push(`CONNECT ${request.url}`);
    headers.push(request.headers);
    if (request.url?.endsWith(':443') !== true) {
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    socket.on('error', () => undefined);
    if (refuseWith !== undefined) {
      socket.end(`HTTP/1.1 ${refuseWith} No\r\n\r\n`);
      return;
    }
    const upstream = connect(targetPort, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(socket);
      socket.pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
    onTestFinished(() => {
      upstream.destroy();
      socket.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port, asked, headers };
}
