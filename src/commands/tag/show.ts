import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { TAG_FIELDS } from './view.ts';

export const tagShow = (context: Context): Command =>
  withOutputOptions(
    new Command('show')
      .alias('get')
      .description('Show one tag')
      .argument('<org/repo:tag>', 'tag')
      .addHelpText('after', examples('swrctl tag show team/web:v1', 'swrctl tag show team/web:v1 --query digest')),
    TAG_FIELDS,
  ).action(async (tag: string) => {
    const { runTagShow } = await import('./show-run.ts');
    await runTagShow(context, tag);
  });
