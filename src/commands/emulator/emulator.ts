import type { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { group } from '../options/group.ts';
import { emulatorEnv } from './env.ts';
import { emulatorQuirks } from './quirks.ts';
import { emulatorStart } from './start.ts';

export const emulator = (context: Context): Command =>
  group(
    'emulator',
    'A local SWR to try things out and to test against, no account needed',
    [emulatorStart(context), emulatorEnv(context), emulatorQuirks(context)],
    'swrctl emulator start',
    'eval "$(swrctl emulator env)"',
  );
