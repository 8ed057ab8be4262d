import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { group } from '../group.ts';
import { retentionPreview } from './preview.ts';

export const retention = (context: Context): Command =>
  group(
    'retention',
    'Rules by which the service deletes old tags',
    [retentionPreview(context)],
    'swrctl retention preview team/web --keep-days 30',
    'swrctl retention preview team/web --keep-count 10 --exit-code',
  );
