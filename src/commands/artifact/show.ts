import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { ARTIFACT_FIELDS } from './view.ts';

export const artifactShow = (context: Context): Command =>
  withOutputOptions(
    new Command('show')
      .alias('get')
      .description('Show one version, with its tags and what a scan found')
      .argument('<ns/repo@digest>', 'version, by digest or by a tag')
      .addHelpText(
        'after',
        examples('swrctl artifact show team/web:v1', 'swrctl artifact show team/web:v1 --query severity'),
      ),
    ARTIFACT_FIELDS,
  ).action(async (reference: string) => {
    const { runArtifactShow } = await import('./show-run.ts');
    await runArtifactShow(context, reference);
  });
