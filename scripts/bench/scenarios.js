// All scenarios, in the order of the table.
import { packingScenario } from './scenarios/packing.js';
import { pullScenario } from './scenarios/pull.js';
import { entryScenario, layerScenario, platformScenario } from './scenarios/growth.js';
import { memoryScenario } from './scenarios/memory.js';
import { copyScenario, listScenario, requestScenario, startUpScenario } from './scenarios/small.js';
import { changedPushScenario, coldPushScenario, samePushScenario, slowPushScenario } from './scenarios/push.js';

/** Medians of short things need more runs. */
const often = (runs) => runs * 5;
/** Long, and not about time: once is enough to see something wrong. */
const onceIfQuick = (runs, isQuick) => (isQuick ? 1 : runs);

export const SCENARIOS = [
  { id: 'A', make: coldPushScenario },
  { id: 'B', make: samePushScenario },
  { id: 'C', make: changedPushScenario },
  { id: 'D', make: pullScenario },
  { id: 'E', make: startUpScenario, runsOf: often },
  { id: 'F', make: memoryScenario, runsOf: onceIfQuick },
  { id: 'G', make: slowPushScenario },
  { id: 'H', make: copyScenario },
  { id: 'I', make: listScenario },
  { id: 'J', make: layerScenario, runsOf: onceIfQuick },
  { id: 'K', make: entryScenario, runsOf: onceIfQuick },
  { id: 'L', make: platformScenario, runsOf: onceIfQuick },
  { id: 'N', make: requestScenario, runsOf: often },
  { id: 'Z', make: packingScenario },
];
