import { Command, Option } from 'commander';
import type { Context } from '../../app/world.ts';
import { forFlag, wholeNumber } from '../../app/settings/parse.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import type { ArtifactListOptions } from './list-run.ts';
import { ARTIFACT_FIELDS } from './view.ts';

export const artifactList = (context: Context): Command =>
  withOutputOptions(
    new Command('list')
      .alias('ls')
      .description('List the versions in a repository, or in the whole instance, those without a tag included')
      .argument('[ns/repo]', 'repository; default: all')
      .addOption(new Option('--type <type>', 'only these').choices(['image', 'chart']))
      .option('-L, --limit <count>', 'stop after this many', forFlag(wholeNumber(1), '--limit'))
      .addHelpText('after', examples('swrctl artifact list team/web', 'swrctl artifact list --json=name,tags,size')),
    ARTIFACT_FIELDS,
  ).action(async (repository: string | undefined, options: ArtifactListOptions) => {
    const { runArtifactList } = await import('./list-run.ts');
    await runArtifactList(context, repository, options);
  });
