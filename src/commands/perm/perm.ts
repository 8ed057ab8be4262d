import type { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { group } from '../options/group.ts';
import { permAdd } from './add.ts';
import { permList } from './list.ts';
import { permMatrix } from './matrix.ts';
import { permRemove } from './remove.ts';
import { permSet } from './set.ts';
import { permWhoCan } from './who-can.ts';

export const perm = (context: Context): Command =>
  group(
    'perm',
    'Manage what users may do: read, edit or manage',
    [
      ...[permList(context), permAdd(context), permSet(context), permRemove(context)],
      ...[permMatrix(context), permWhoCan(context)],
    ],
    'swrctl perm add team alice=edit',
    'swrctl perm who-can push team/web',
  );
