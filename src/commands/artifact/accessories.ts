import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { ACCESSORY_FIELDS } from './view.ts';

export const artifactAccessories = (context: Context): Command =>
  withOutputOptions(
    new Command('accessories')
      .description('List the signatures that the service knows of a version')
      .argument('<ns/repo@digest>', 'version, by digest or by a tag')
      .addHelpText(
        'after',
        examples('swrctl artifact accessories team/web:v1', 'swrctl artifact accessories team/web:v1 -o name'),
      ),
    ACCESSORY_FIELDS,
  ).action(async (reference: string) => {
    const { runArtifactAccessories } = await import('./accessories-run.ts');
    await runArtifactAccessories(context, reference);
  });
