import { createKeeper } from '../helper/profile-logins.ts';
import { runCredentialHelper } from '../helper/protocol.ts';
import { endWith, openProcess } from '../app/process-world.ts';

const world = openProcess({ isJson: false, isDebug: false });

endWith(runCredentialHelper(world, createKeeper(world)));
