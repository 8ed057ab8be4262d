import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { withExistOk, type ExistOkFlag } from '../shared/existing.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { TAG_FIELDS } from './view.ts';

export const tagAdd = (context: Context): Command =>
  withOutputOptions(
    withExistOk(
      new Command('add')
        .alias('create')
        .description('Give an image further tags in its repository; nothing is copied')
        .argument('<org/repo:tag>', 'the image')
        .argument('<new...>', 'tags to add')
        .option('--force', 'move tags that exist', false),
    ).addHelpText(
      'after',
      examples('swrctl tag add team/web:v1 stable', 'swrctl tag add team/web:v1 stable latest --force'),
    ),
    TAG_FIELDS,
  ).action(async (source: string, tags: string[], { force, existOk }: ExistOkFlag & { readonly force: boolean }) => {
    const { runTagAdd } = await import('./add-run.ts');
    await runTagAdd(context, { source, tags, force, existOk });
  });
