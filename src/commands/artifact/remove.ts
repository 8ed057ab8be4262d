import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';

export const artifactRemove = (context: Context): Command =>
  new Command('remove')
    .aliases(['rm', 'delete'])
    .description('Remove versions with all their tags; to remove one tag alone, use "tag remove"')
    .argument('<ns/repo@digest...>', 'versions, by digest or by one of their tags')
    .option('-y, --yes', 'do not ask', false)
    .addHelpText('after', examples('swrctl artifact remove team/web:v1', 'swrctl artifact remove team/web:v1 --yes'))
    .action(async (references: string[], { yes }: { yes: boolean }) => {
      const { runArtifactRemove } = await import('./remove-run.ts');
      await runArtifactRemove(context, references, yes);
    });
