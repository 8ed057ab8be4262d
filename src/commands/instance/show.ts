import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { INSTANCE_DETAIL_FIELDS, INSTANCE_FIELDS } from './view.ts';

export const instanceShow = (context: Context): Command =>
  withOutputOptions(
    new Command('show')
      .alias('get')
      .description('Show an instance with what it holds, what it may hold and what it can do')
      .argument('[name]', 'name or id; default: the instance in use')
      .addHelpText('after', examples('swrctl instance show prod', 'swrctl instance show prod --query usage')),
    [...INSTANCE_FIELDS, ...INSTANCE_DETAIL_FIELDS],
  ).action(async (name: string | undefined) => {
    const { runInstanceShow } = await import('./show-run.ts');
    await runInstanceShow(context, name);
  });
