import type { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { group } from '../options/group.ts';
import { credentialAdd } from './add.ts';
import { credentialDisable } from './disable.ts';
import { credentialEnable } from './enable.ts';
import { credentialList } from './list.ts';
import { credentialRemove } from './remove.ts';
import { credentialTemporary } from './temporary.ts';

export const credential = (context: Context): Command =>
  group(
    'credential',
    'Manage the logins of an instance: temporary ones, and long-term ones with a name',
    [
      credentialList(context),
      credentialAdd(context),
      credentialTemporary(context),
      credentialEnable(context),
      credentialDisable(context),
      credentialRemove(context),
    ],
    'swrctl credential list --instance prod',
    'swrctl credential add build --print docker --instance prod',
  );
