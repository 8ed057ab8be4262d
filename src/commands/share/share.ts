import type { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { group } from '../options/group.ts';
import { shareAdd } from './add.ts';
import { shareList } from './list.ts';
import { shareRemove } from './remove.ts';
import { shareSet } from './set.ts';
import { shareShow } from './show.ts';

export const share = (context: Context): Command =>
  group(
    'share',
    'Share private repositories with other accounts',
    [shareList(context), shareShow(context), shareAdd(context), shareSet(context), shareRemove(context)],
    'swrctl share add team/web --account partner --until 30d',
    'swrctl share list --expiring 14d',
  );
