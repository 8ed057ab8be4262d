import type { Command } from 'commander';
import { forFlag } from '../../app/settings/parse.ts';
import { parseRegion } from '../../app/settings/regions.ts';

/** As commander gives them. */
export interface TargetFlags {
  readonly toRegion: string;
  readonly toOrg: string;
}

/** Where copies go. */
export function withTarget(command: Command): Command {
  return command
    .requiredOption('--to-region <region>', 'region to copy to', forFlag(parseRegion, '--to-region'))
    .requiredOption('--to-org <org>', 'organization there, of the same account');
}

/** For the verbs that copy. */
export function withOverride(command: Command): Command {
  return command.option('--override', 'overwrite tags that exist there', false);
}
