import { Command } from 'commander';
import { parsePlatform } from '../../../model/platform.ts';
import type { Context } from '../../../app/world.ts';
import { examples } from '../../help/layout.ts';
import { withOutputOptions } from '../../options/output-options.ts';
import type { DiffOptions } from './diff-run.ts';

/** JSON fields of one difference: a contract with scripts. */
export const DIFF_FIELDS = ['field', 'change', 'a', 'b', 'sizeA', 'sizeB', 'platform', 'image'] as const;

export const diff = (context: Context): Command =>
  withOutputOptions(
    new Command('diff')
      .description('Compare two images by what they are, not by how they are packed; exit 10 on a difference')
      .argument('<source-a>', 'archive, OCI layout directory or reference')
      .argument('<source-b>', 'the same, in any mix')
      .option('--image <name|@n>', 'which image of an archive with several: by name, or @0, @1 …')
      .option('--platform <os/arch[/variant]>', 'compare only this platform', (text) => parsePlatform(text))
      .addHelpText('after', examples('swrctl diff app.tar team/app:v1', 'swrctl diff team/app:v1 team/app:v2 --json')),
    DIFF_FIELDS,
  ).action(async (a: string, b: string, flags: Omit<DiffOptions, 'a' | 'b'>) => {
    const { runDiff } = await import('./diff-run.ts');
    await runDiff(context, { ...flags, a, b });
  });
