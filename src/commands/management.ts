import type { Command } from 'commander';
import { isHost } from '../model/host.ts';
import { mayNameRegistry } from '../model/reference.ts';
import { api } from './api/api.ts';
import type { Context } from '../app/world.ts';
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

/** What works with any registry, and `api`, whose words are paths. */
const ANYWHERE: ReadonlySet<string> = new Set(['tag list', 'tag remove', 'repo list', 'api']);

/**
 * Before a command runs that knows one registry only, operands of others are refused; so is a noun that the edition in
 * use does not have. The host of an operand decides which edition that is.
 */
export function forOwnRegistry(context: Context, noun: Command): Command {
  return noun.hook('preAction', async (_noun, leaf) => {
    const name = leaf === noun ? noun.name() : `${noun.name()} ${leaf.name()}`;
    if (name === 'api') return;
    const named = leaf.args.find(mayNameRegistry);
    const host = named?.split('/', 1)[0]?.toLowerCase() ?? '';
    if (isHost(host)) context.choosePlace(host);
    const { refuseLacking } = await import('./shared/lacking.ts');
    await refuseLacking(context, name);
    if (ANYWHERE.has(name) || named === undefined) return;
    const { refuseElsewhere } = await import('../app/elsewhere.ts');
    await refuseElsewhere(await context.services(), leaf.args);
  });
}

/** One noun per resource of the management API, in the order of the root help. */
export function managementCommands(context: Context): Command[] {
  const nouns = [
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
  return nouns.map((noun) => forOwnRegistry(context, noun));
}
