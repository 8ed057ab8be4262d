import { differences, observe, privateWords } from './observe.ts';
import { REGISTRY } from './registry-steps.ts';
import type { Reply, Side } from './side.ts';
import { MANAGEMENT, REMOVALS, type Step } from './steps.ts';

/** What both said to one question. */
export interface Comparison {
  readonly name: string;
  readonly isSame: boolean;
  /** Lines that only one of them has. */
  readonly service: readonly string[];
  readonly emulator: readonly string[];
  /** What must not be told of the service's answer. */
  readonly words: readonly string[];
}

/** Asks everything, one question after the other, both sides at the same time. */
export async function compare(
  service: Side,
  emulator: Side,
  made: readonly Reply[],
  note: (text: string) => void,
): Promise<readonly Comparison[]> {
  const first: Step = {
    name: 'POST /v2/manage/namespaces',
    ask: (side) => Promise.resolve(replyOf(made, side === service)),
  };
  const hasRegistry = service.hasRegistry;
  if (!hasRegistry) note('The registry is not asked: that takes a lasting access key and its address');
  const steps = [first, ...MANAGEMENT, ...(hasRegistry ? REGISTRY : []), ...REMOVALS];
  const comparisons: Comparison[] = [];
  for (const { name, ask } of steps) {
    const [theirs, ours] = await Promise.all([ask(service), ask(emulator)]);
    const found = differences(observe(theirs), observe(ours));
    const isSame = found.service.length + found.emulator.length === 0;
    comparisons.push({ name, isSame, ...found, words: privateWords(theirs.body) });
  }
  return comparisons;
}

function replyOf(made: readonly Reply[], isService: boolean): Reply {
  const reply = made[isService ? 0 : 1];
  if (reply === undefined) throw new Error('an organization was not made');
  return reply;
}
