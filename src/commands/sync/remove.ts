import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withTarget, type TargetFlags } from './target-options.ts';

export const syncRemove = (context: Context): Command =>
  withTarget(
    new Command('remove')
      .aliases(['rm', 'delete'])
      .description('Stop copying pushes to another region; what was copied stays')
      .argument('<org/repo...>', 'repositories'),
  )
    .option('-y, --yes', 'do not ask', false)
    .addHelpText(
      'after',
      examples(
        'swrctl sync remove team/web --to-region cn-east-3 --to-org team',
        'swrctl sync remove team/web team/api --to-region cn-east-3 --to-org team --yes',
      ),
    )
    .action(async (repositories: string[], { yes, ...target }: TargetFlags & { readonly yes: boolean }) => {
      const { runSyncRemove } = await import('./sync-write.ts');
      await runSyncRemove(context, { repositories, target, yes });
    });
