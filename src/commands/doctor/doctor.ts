import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { withSettings } from '../options/setting-options.ts';
import { DOCTOR_FIELDS } from './view.ts';

const DETAILS = `
Looks at names, connections, certificates, proxies, the clock, files, logins and
rights, and at the host that image layers come from. Changes nothing. Each line is
fine (✓), odd (!) or wrong (✗), in JSON ok, warn or fail, with what to do about it
below. Exit status 1 when one is wrong.
`;

export const doctor = (context: Context): Command =>
  withOutputOptions(
    withSettings(
      new Command('doctor')
        .description('Find out why something does not work, and what to do about it')
        .addHelpText(
          'after',
          DETAILS + examples('swrctl doctor', 'swrctl doctor --json=check,status,hint --query "[?status!=\'ok\']"'),
        ),
      'region',
      'profile',
    ),
    DOCTOR_FIELDS,
  ).action(async () => {
    const { runDoctor } = await import('./doctor-run.ts');
    await runDoctor(context);
  });
