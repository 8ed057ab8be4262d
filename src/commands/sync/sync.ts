import type { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { group } from '../options/group.ts';
import { syncAdd } from './add.ts';
import { syncJobs } from './jobs.ts';
import { syncList } from './list.ts';
import { syncRegions } from './regions.ts';
import { syncRemove } from './remove.ts';
import { syncRun } from './run.ts';
import { syncVerify } from './verify.ts';

export const sync = (context: Context): Command =>
  group(
    'sync',
    'Copy images to other regions',
    [
      ...[syncRegions(context), syncList(context), syncAdd(context), syncRemove(context)],
      ...[syncRun(context), syncJobs(context), syncVerify(context)],
    ],
    'swrctl sync run team/web:v1 --to-region cn-east-3 --to-org team --wait',
    'swrctl sync verify team/web --to-region cn-east-3 --to-org team',
  );
