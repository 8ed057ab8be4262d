import { Command } from 'commander';
import type { Context } from '../../../app/world.ts';
import { examples } from '../../help/layout.ts';
import { withOutputOptions } from '../../options/output-options.ts';
import { withManifestChoice, type ManifestChoice } from './manifest-choice.ts';

/** JSON fields of an image: a contract with scripts. */
export const INSPECT_FIELDS = [
  ...(['name', 'names', 'format', 'digest', 'mediaType', 'imageId', 'platform', 'created', 'author', 'size'] as const),
  ...(['user', 'workdir', 'entrypoint', 'cmd', 'ports', 'volumes', 'env', 'labels'] as const),
  ...(['platforms', 'layers', 'history', 'leftOut'] as const),
  // Of an archive with several images, whose JSON is an array of them.
  ...(['image', 'problem'] as const),
] as const;

export const inspect = (context: Context): Command =>
  withOutputOptions(
    withManifestChoice(
      new Command('inspect').description('Show what an image is made of: config, layers, history and platforms'),
    ).addHelpText(
      'after',
      examples('swrctl inspect app.tar', 'swrctl inspect team/app:v1 --query "layers[].{size:size,by:createdBy}"'),
    ),
    INSPECT_FIELDS,
  ).action(async (operand: string, flags: Omit<ManifestChoice, 'operand'>) => {
    const { runInspect } = await import('./inspect-run.ts');
    await runInspect(context, { ...flags, operand });
  });
