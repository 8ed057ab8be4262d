import { onTestFinished } from 'vitest';
import { createHttp, type Http, type HttpOptions } from '../../src/http/client.ts';

/** A connection to the world whose waits are written down instead of waited for. */
export interface TestHttp extends Http {
  /** Milliseconds of each wait. */
  readonly waits: readonly number[];
  readonly notices: readonly string[];
  readonly traces: readonly string[];
}

/** Real sockets, a clock that jumps over every wait, and the middle of every random range. Closes with the test. */
export function createTestHttp(options: Partial<HttpOptions> = {}): TestHttp {
  const waits: number[] = [];
  const notices: string[] = [];
  const traces: string[] = [];
  let skipped = 0;
  const http = createHttp({
    userAgent: 'swrctl-test/0',
    keepAliveMs: 10,
    now: () => Date.now() + skipped,
    random: () => 0.5,
    sleep: (ms, signal) => {
      signal?.throwIfAborted();
      waits.push(Math.round(ms));
      skipped += ms;
      return Promise.resolve();
    },
    onNotice: (text) => notices.push(text),
    onTrace: (line) => traces.push(line),
    ...options,
  });
  onTestFinished(() => http.close());
  return { ...http, waits, notices, traces };
}
