import { createKeeper } from './helper-keeper.ts';
import { runCredentialHelper } from './helper/protocol.ts';
import { closeProcess, openProcess } from './process-world.ts';

const world = openProcess({ isJson: false, isDebug: false });

await closeProcess(await runCredentialHelper(world, createKeeper(world)));
