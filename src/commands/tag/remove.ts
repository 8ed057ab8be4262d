import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';

export const tagRemove = (context: Context): Command =>
  new Command('remove')
    .aliases(['rm', 'delete'])
    .description('Remove tags; an image goes with its last tag')
    .argument('<org/repo:tag...>', 'tags, with a host before them those of any registry')
    .option('-y, --yes', 'do not ask', false)
    .addHelpText(
      'after',
      examples(
        'swrctl tag remove team/web:v1',
        'swrctl tag remove team/web:v1 team/web:v2 --yes',
        'swrctl tag remove registry.example:5000/team/web:v1',
      ),
    )
    .action(async (tags: string[], { yes }: { yes: boolean }) => {
      const { runTagRemove } = await import('./remove-run.ts');
      await runTagRemove(context, { tags, yes });
    });
