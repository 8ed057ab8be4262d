import type { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { group } from '../options/group.ts';
import { jobList } from './list.ts';
import { jobRemove } from './remove.ts';
import { jobShow } from './show.ts';
import { jobWait } from './wait.ts';

export const job = (context: Context): Command =>
  group(
    'job',
    'Follow the work of the service that takes time, such as making an instance',
    [jobList(context), jobShow(context), jobWait(context), jobRemove(context)],
    'swrctl job list',
    'swrctl job wait 5f0d8b7c9a1e4d3b',
  );
