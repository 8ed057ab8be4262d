import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { withExistOk, type ExistOkFlag } from '../shared/existing.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { repoChanges, withRepoSettings, type RepoSettingFlags } from './settings-options.ts';
import { REPO_FIELDS } from './view.ts';

export const repoAdd = (context: Context): Command =>
  withOutputOptions(
    withRepoSettings(
      withExistOk(
        new Command('add')
          .alias('create')
          .description('Create repositories, private ones unless told otherwise; a push creates them too')
          .argument('<org/repo...>', 'repositories'),
      ),
    ).addHelpText(
      'after',
      examples(
        'swrctl repo add team/web --description "web shop"',
        'swrctl repo add team/base/alpine team/base/debian --public --category linux',
      ),
    ),
    REPO_FIELDS,
  ).action(async (repositories: string[], flags: RepoSettingFlags & ExistOkFlag) => {
    const changes = repoChanges(flags);
    const { runRepoAdd } = await import('./repo-write.ts');
    await runRepoAdd(context, { repositories, changes, existOk: flags.existOk });
  });
