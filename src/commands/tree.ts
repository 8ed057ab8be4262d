import type { Command } from 'commander';
import { auth } from './auth/auth.ts';
import { login } from './auth/login.ts';
import { logout } from './auth/logout.ts';
import { config } from './config/config.ts';
import { completion } from './completion/completion.ts';
import type { Context } from '../app/world.ts';
import { doctor } from './doctor/doctor.ts';
import { emulator } from './emulator/emulator.ts';
import { enterpriseCommands } from './enterprise.ts';
import { explain } from './explain/explain.ts';
import { help } from './help/help.ts';
import { check } from './image/check/check.ts';
import { copy } from './image/copy/copy.ts';
import { diff } from './image/inspect/diff.ts';
import { digest } from './image/inspect/digest.ts';
import { inspect } from './image/inspect/inspect.ts';
import { manifest } from './image/inspect/manifest.ts';
import { pull } from './image/pull/pull.ts';
import { push } from './image/push/push.ts';
import { k8s } from './k8s/k8s.ts';
import { managementCommands } from './management.ts';
import { regions } from './regions/regions.ts';
import { version } from './version/version.ts';

/** All commands, in the groups and the order of the root help. */
export function commandTree(context: Context): Command[] {
  return [
    ...inGroup('Account:', [login(context), logout(context), auth(context), config(context), doctor(context)]),
    ...inGroup('Images:', [
      push(context),
      pull(context),
      copy(context),
      check(context),
      inspect(context),
      diff(context),
      digest(context),
      manifest(context),
    ]),
    ...inGroup('Management:', [...managementCommands(context), k8s(context)]),
    ...inGroup('Enterprise edition:', enterpriseCommands(context)),
    ...inGroup('Local:', [
      emulator(context),
      regions(context),
      explain(context),
      completion(context),
      version(context),
      help(context),
    ]),
  ];
}

function inGroup(heading: string, commands: readonly Command[]): Command[] {
  return commands.map((command) => command.helpGroup(heading));
}
