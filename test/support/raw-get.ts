import { request } from 'node:http';

/** GET with headers that fetch does not let through, such as Host; head and body of the answer. */
export function rawGet(origin: string, path: string, headers: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const call = request(`${origin}${path}`, { headers }, (reply) => {
      reply.setEncoding('utf8');
      let text = `${reply.statusCode} ${JSON.stringify(reply.headers)}`;
      reply.on('data', (chunk: string) => (text += chunk));
      reply.on('end', () => {
        resolve(text);
      });
    });
    call.on('error', reject);
    call.end();
  });
}
