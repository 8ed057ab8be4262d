// All scenarios, in the order of the table.
import { pullScenario } from './scenarios/pull.js';
import { entryScenario, layerScenario, platformScenario } from './scenarios/growth.js';
import { memoryScenario } from './scenarios/memory.js';
import { copyScenario, listScenario, startUpScenario } from './scenarios/small.js';
import { changedPushScenario, coldPushScenario, samePushScenario, slowPushScenario } from './scenarios/push.js';

export const SCENARIOS = [
  { id: 'A', make: coldPushScenario },
  { id: 'B', make: samePushScenario },
  { id: 'C', make: changedPushScenario },
  { id: 'D', make: pullScenario },
  { id: 'E', make: startUpScenario, runs: 5 },
  { id: 'F', make: memoryScenario },
  { id: 'G', make: slowPushScenario },
  { id: 'H', make: copyScenario },
  { id: 'I', make: listScenario },
  { id: 'J', make: layerScenario },
  { id: 'K', make: entryScenario },
  { id: 'L', make: platformScenario },
];
