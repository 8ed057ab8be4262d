import { settleInstances } from '../enterprise/jobs.ts';
import { runAllRetentions } from './retention.ts';
import { dayOf, recordStorage } from './usage.ts';
import type { World } from './world.ts';

/**
 * What time alone brings about: retention rules by age, and a storage figure for each day. Call it before each request;
 * it works once a day, and whenever it is told that the clock was moved. Requests wait until it is done.
 */
export type Housekeeping = (clockMoved?: boolean) => Promise<void>;

export function createHousekeeping(world: World): Housekeeping {
  let today = dayOf(world.now());
  let running: Promise<void> = Promise.resolve();
  const work = async (since: string): Promise<void> => {
    await recordStorage(world, since);
    await runAllRetentions(world);
  };
  return (clockMoved = false) => {
    const since = today;
    today = dayOf(world.now());
    if (clockMoved || since !== today) running = running.then(() => work(since));
    return running.then(() => settleInstances(world));
  };
}
