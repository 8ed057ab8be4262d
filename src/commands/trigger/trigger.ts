import type { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { group } from '../options/group.ts';
import { triggerAdd } from './add.ts';
import { triggerDisable } from './disable.ts';
import { triggerEnable } from './enable.ts';
import { triggerHistory } from './history.ts';
import { triggerList } from './list.ts';
import { triggerRemove } from './remove.ts';
import { triggerSet } from './set.ts';
import { triggerShow } from './show.ts';
import { triggerTest } from './test.ts';

export const trigger = (context: Context): Command =>
  group(
    'trigger',
    'Update workloads when a tag is pushed',
    [
      ...[triggerList(context), triggerShow(context), triggerAdd(context), triggerSet(context)],
      ...[triggerEnable(context), triggerDisable(context), triggerRemove(context)],
      ...[triggerHistory(context), triggerTest(context)],
    ],
    'swrctl trigger add team/web deploy --on all --cluster prod --workload deployment/web',
    'swrctl trigger history team/web deploy',
  );
