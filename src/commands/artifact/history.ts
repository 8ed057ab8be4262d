import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { HISTORY_FIELDS } from './view.ts';

export const artifactHistory = (context: Context): Command =>
  withOutputOptions(
    new Command('history')
      .description('Show how an image was built, step by step')
      .argument('<ns/repo@digest>', 'version, by digest or by a tag')
      .addHelpText(
        'after',
        examples('swrctl artifact history team/web:v1', 'swrctl artifact history team/web:v1 --json=createdBy,size'),
      ),
    HISTORY_FIELDS,
  ).action(async (reference: string) => {
    const { runArtifactHistory } = await import('./history-run.ts');
    await runArtifactHistory(context, reference);
  });
