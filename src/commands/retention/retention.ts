import type { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { group } from '../options/group.ts';
import { retentionAdd } from './add.ts';
import { retentionHistory } from './history.ts';
import { retentionList } from './list.ts';
import { retentionPreview } from './preview.ts';
import { retentionRemove } from './remove.ts';
import { retentionSet } from './set.ts';
import { retentionShow } from './show.ts';

export const retention = (context: Context): Command =>
  group(
    'retention',
    'Manage the rules by which the service deletes old tags',
    [
      ...[retentionList(context), retentionShow(context), retentionPreview(context), retentionAdd(context)],
      ...[retentionSet(context), retentionRemove(context), retentionHistory(context)],
    ],
    'swrctl retention preview team/web --keep-days 30',
    'swrctl retention add team/web --keep-days 30 --except-tag latest',
  );
