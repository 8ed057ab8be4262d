// node slow-link.js HOST:PORT BYTES_PER_SECOND: listens on a free port (printed), passes everything on to HOST, in the
// direction of the server at that speed, all connections together.
import { connect, createServer } from 'node:net';
import { Transform, pipeline } from 'node:stream';

const [, , target, speed] = process.argv;
const [host, port] = target.split(':');
const bytesPerMs = Number(speed) / 1000;
/** When the link has sent all that was given to it. */
let freeAt = 0;

const slow = () =>
  new Transform({
    highWaterMark: 64 * 1024,
    transform(chunk, _encoding, done) {
      const now = performance.now();
      freeAt = Math.max(freeAt, now - 5) + chunk.length / bytesPerMs;
      const wait = freeAt - now;
      if (wait < 2) done(null, chunk);
      else setTimeout(() => done(null, chunk), wait);
    },
  });

const server = createServer((client) => {
  const upstream = connect(Number(port), host);
  pipeline(client, slow(), upstream, () => undefined);
  pipeline(upstream, client, () => undefined);
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
