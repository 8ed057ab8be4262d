import type { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { group } from '../options/group.ts';
import { configGet } from './get.ts';
import { configList } from './list.ts';
import { configSet } from './set.ts';
import { configUnset } from './unset.ts';

export const config = (context: Context): Command =>
  group(
    'config',
    'What the profile in use fills in: look at it and change it, without a new login',
    [configList(context), configGet(context), configSet(context), configUnset(context)],
    'swrctl config set org team',
    'swrctl config list',
  );
