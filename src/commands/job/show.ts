import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { JOB_FIELDS } from './view.ts';

export const jobShow = (context: Context): Command =>
  withOutputOptions(
    new Command('show')
      .alias('get')
      .description('Show a job, with the reason where it failed')
      .argument('<id>', 'id of the job')
      .addHelpText(
        'after',
        examples('swrctl job show 5f0d8b7c9a1e4d3b', 'swrctl job show 5f0d8b7c9a1e4d3b --query status'),
      ),
    JOB_FIELDS,
  ).action(async (id: string) => {
    const { runJobShow } = await import('./show-run.ts');
    await runJobShow(context, id);
  });
