import type { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { group } from '../options/group.ts';
import { authKey } from './key.ts';
import { authList } from './list.ts';
import { login } from './login.ts';
import { logout } from './logout.ts';
import { authRemove } from './remove.ts';
import { authStatus } from './status.ts';
import { authSwitch } from './switch.ts';
import { authToken } from './token.ts';

export const auth = (context: Context): Command =>
  group(
    'auth',
    'Look after logins and profiles, which are saved accounts and regions',
    [
      ...[login(context), logout(context), authStatus(context), authList(context), authSwitch(context)],
      ...[authRemove(context), authKey(context), authToken(context)],
    ],
    'swrctl auth status',
    'swrctl auth switch work',
  );
