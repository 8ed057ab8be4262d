import type { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { group } from '../options/group.ts';
import { auditDeletes, auditPulls, auditPushes } from './records.ts';

export const audit = (context: Context): Command =>
  group(
    'audit',
    'See who pulled, pushed and removed images of an instance',
    [auditPulls(context), auditPushes(context), auditDeletes(context)],
    'swrctl audit pulls --instance prod',
    'swrctl audit deletes web --since 30d --instance prod',
  );
