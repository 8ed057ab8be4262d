import { Command } from 'commander';
import { SwrctlError } from '../../base/errors.ts';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { repoChanges, withRepoSettings, type RepoSettingFlags } from './settings-options.ts';
import { REPO_FIELDS } from './view.ts';

export const repoSet = (context: Context): Command =>
  withOutputOptions(
    withRepoSettings(
      new Command('set')
        .aliases(['update', 'edit'])
        .description('Change repositories; what is not said stays as it is')
        .argument('<org/repo...>', 'repositories'),
    ).addHelpText(
      'after',
      examples('swrctl repo set team/web --public', 'swrctl repo set team/web --description "web shop" -o json'),
    ),
    REPO_FIELDS,
  ).action(async (repositories: string[], flags: RepoSettingFlags) => {
    const changes = repoChanges(flags);
    if (Object.keys(changes).length === 0) {
      throw new SwrctlError('USAGE', 'Nothing was said to change', {
        hint: 'Give --public, --private, --category or --description',
      });
    }
    const { runRepoSet } = await import('./repo-write.ts');
    await runRepoSet(context, { repositories, changes });
  });
