import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { durationMs } from '../../app/settings/parse.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { JOB_FIELDS } from './view.ts';

/** As long as the vendor's own client waits for an instance. */
const USUAL = '40m';

export const jobWait = (context: Context): Command =>
  withOutputOptions(
    new Command('wait')
      .description('Wait until a job is over; exit status 1 when it failed')
      .argument('<id>', 'id of the job')
      .option(
        '--timeout <time>',
        `give up after this long (default: ${USUAL}), and on a connection that is silent so long`,
      )
      .addHelpText(
        'after',
        examples('swrctl job wait 5f0d8b7c9a1e4d3b', 'swrctl job wait 5f0d8b7c9a1e4d3b --timeout 10m -o json'),
      ),
    JOB_FIELDS,
  ).action(async (id: string, { timeout = USUAL }: { timeout?: string }) => {
    const limitMs = durationMs(timeout, '--timeout');
    const { runJobWait } = await import('./wait-run.ts');
    await runJobWait(context, id, limitMs);
  });
