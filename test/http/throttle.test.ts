import { describe, expect, it } from 'vitest';
import { createSlots } from '../../src/http/slots.ts';
import { createThrottle, type Throttle } from '../../src/http/throttle.ts';
import { inTurn, startServer, status } from '../support/scripted-server.ts';
import { createTestHttp } from '../support/test-http.ts';

const ORIGIN = 'https://r.example';

/** A clock that only waiting moves. */
function createFakeClock() {
  let time = 0;
  const waits: number[] = [];
  const notices: string[] = [];
  const throttle = createThrottle({
    now: () => time,
    sleep: (ms) => {
      waits.push(ms);
      time += ms;
      return Promise.resolve();
    },
    onNotice: (text) => notices.push(text),
  });
  return { throttle, waits, notices, advance: (ms: number) => (time += ms) };
}

async function acquire(throttle: Throttle, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) await throttle.acquire(ORIGIN);
}

const times = (count: number, work: () => void): void => {
  for (let index = 0; index < count; index += 1) work();
};

describe('the rate limit', () => {
  it('lets twice the rate go at once and then keeps to it', async () => {
    const { throttle, waits } = createFakeClock();
    throttle.limit(ORIGIN, 10);
    await acquire(throttle, 20);
    expect(waits).toEqual([]);
    await acquire(throttle, 3);
    for (const wait of waits) expect(wait).toBeCloseTo(100);
  });

  it('makes those who wait stand in line', async () => {
    const { throttle, waits } = createFakeClock();
    throttle.limit(ORIGIN, 10);
    await acquire(throttle, 20);
    await Promise.all([throttle.acquire(ORIGIN), throttle.acquire(ORIGIN)]);
    expect(waits[1] ?? 0).toBeGreaterThan(0);
  });

  it('never saves up more than the burst', async () => {
    const { throttle, waits, advance } = createFakeClock();
    throttle.limit(ORIGIN, 10);
    advance(3_600_000);
    await acquire(throttle, 21);
    expect(waits).toHaveLength(1);
  });

  it('is for its origin only', async () => {
    const { throttle, waits } = createFakeClock();
    throttle.limit('https://other.example', 1);
    await acquire(throttle, 100);
    expect(waits).toEqual([]);
  });

  it('halves when the service throttles, down to one request in two seconds, and says so once', async () => {
    const { throttle, waits, notices } = createFakeClock();
    throttle.limit(ORIGIN, 10);
    throttle.onThrottled(ORIGIN);
    throttle.onThrottled(ORIGIN);
    await acquire(throttle, 2);
    expect(waits).toEqual([400]); // 2.5 a second
    times(10, () => throttle.onThrottled(ORIGIN));
    await acquire(throttle, 3);
    expect(waits.at(-1)).toBe(2_000);
    expect(notices).toHaveLength(1);
  });

  it('grows again by one after 20 clean answers, up to where it was', async () => {
    const { throttle, waits } = createFakeClock();
    throttle.limit(ORIGIN, 4);
    throttle.onThrottled(ORIGIN);
    times(19, () => throttle.onClean(ORIGIN));
    await acquire(throttle, 2);
    expect(waits).toEqual([500]);
    throttle.onClean(ORIGIN);
    await acquire(throttle, 1);
    expect(waits[1]).toBeCloseTo(333.33);
    times(200, () => throttle.onClean(ORIGIN));
    await acquire(throttle, 1);
    expect(waits[2]).toBeCloseTo(250);
  });
});

describe('the slots', () => {
  /** Work that ends when it is told to. */
  function createWork() {
    const running: (() => void)[] = [];
    const work = () => new Promise<void>((resolve) => running.push(resolve));
    return { running, work };
  }
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  it('let so many run at once and the next when one ends or fails', async () => {
    const slots = createSlots(2);
    const { running, work } = createWork();
    const all = [slots.run(work), slots.run(() => work().then(() => Promise.reject(new Error('x')))), slots.run(work)];
    await settled();
    expect(running).toHaveLength(2);
    running[1]?.();
    await expect(all[1]).rejects.toThrow('x');
    await settled();
    expect(running).toHaveLength(3);
  });

  it.each([
    { asked: 0, open: 1 },
    { asked: 3, open: 3 },
    { asked: 99, open: 16 },
    { asked: 2.9, open: 2 },
  ])('are $open when $asked are asked for', ({ asked, open }) => {
    expect(createSlots(asked).open()).toBe(open);
  });

  it('halve when the service throttles and come back one by one', () => {
    const changes: number[] = [];
    const slots = createSlots(6, (open) => changes.push(open));
    times(4, () => slots.onThrottled());
    expect(changes).toEqual([3, 1]);
    times(39, () => slots.onClean());
    expect(slots.open()).toBe(2);
    times(400, () => slots.onClean());
    expect(slots.open()).toBe(6);
  });

  it('reject with the reason of the signal, while waiting and before', async () => {
    const slots = createSlots(1);
    const { running, work } = createWork();
    const first = slots.run(work);
    const stop = new AbortController();
    const second = slots.run(work, stop.signal);
    const third = slots.run(work);
    const reason = new Error('stop');
    stop.abort(reason);
    await expect(second).rejects.toBe(reason);
    await expect(slots.run(work, stop.signal)).rejects.toBe(reason);
    running[0]?.();
    await first;
    await settled();
    expect(running).toHaveLength(2); // the one that left the line took nobody's place
    running[1]?.();
    await third;
  });
});

describe('a throttling server', () => {
  it('makes the whole program slower, and says so', async () => {
    const server = await startServer(inTurn(status(503), status(200)));
    const http = createTestHttp({ jobs: 4 });
    http.throttle.limit(server.origin, 10);
    await http.send({ method: 'GET', url: new URL(server.origin) });
    expect(http.slots.open()).toBe(2);
    expect(http.notices.join('\n')).toMatch(/is throttling, slowing down[\s\S]*now 2 at a time/);
  });
});
