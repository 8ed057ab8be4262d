import { Argument, Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { withWaitOption } from '../options/wait-option.ts';
import type { WaitFlag } from '../shared/wait.ts';
import { PUBLIC_FIELDS } from './view.ts';

export const networkPublic = (context: Context): Command =>
  withOutputOptions(
    withWaitOption(
      new Command('public')
        .description('Switch access over the internet on or off; only addresses of the list are let in')
        .addArgument(new Argument('<switch>', 'on or off').choices(['on', 'off'])),
      'it is so',
      '10m',
    ).addHelpText('after', examples('swrctl network public on --wait', 'swrctl network public off')),
    PUBLIC_FIELDS,
  ).action(async (to: 'on' | 'off', options: WaitFlag) => {
    const { runNetworkPublic } = await import('./public-run.ts');
    await runNetworkPublic(context, to, options);
  });
