import type { Command } from 'commander';
import { api } from './api/api.ts';
import type { Context } from './context.ts';
import { org } from './org/org.ts';
import { perm } from './perm/perm.ts';
import { quota } from './quota/quota.ts';
import { repo } from './repo/repo.ts';
import { retention } from './retention/retention.ts';
import { share } from './share/share.ts';
import { sync } from './sync/sync.ts';
import { tag } from './tag/tag.ts';
import { trigger } from './trigger/trigger.ts';
import { usage } from './usage/usage.ts';

/** One noun per resource of the management API, in the order of the root help. */
export function managementCommands(context: Context): Command[] {
  return [
    org(context),
    repo(context),
    tag(context),
    perm(context),
    share(context),
    trigger(context),
    retention(context),
    sync(context),
    quota(context),
    usage(context),
    api(context),
  ];
}
