import { createKeeper } from '../helper/profile-logins.ts';
import { runCredentialHelper } from '../helper/protocol.ts';
import { closeProcess, openProcess } from '../app/process-world.ts';

const world = openProcess({ isJson: false, isDebug: false });

await closeProcess(await runCredentialHelper(world, createKeeper(world)));
