import { Command } from 'commander';
import { warnIfFull } from '../shared/full-answer.ts';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { formatName, repositoryName } from '../shared/names.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { RULE_FIELDS, RULE_VIEW, ruleRow } from './view.ts';

export const syncList = (context: Context): Command =>
  withOutputOptions(
    new Command('list')
      .alias('ls')
      .description('List where pushes to a repository are copied to by themselves')
      .argument('<org/repo>', 'repository')
      .addHelpText(
        'after',
        examples('swrctl sync list team/web', 'swrctl sync list team/web --json=region,organization'),
      ),
    RULE_FIELDS,
  ).action((repository: string) => runSyncList(context, repository));

export async function runSyncList({ services, output }: Context, repository: string): Promise<void> {
  const { listSyncRules } = await import('../../swr/endpoints/syncs.ts');
  const place = await services();
  const name = repositoryName(place, repository);
  const swr = await place.swr();
  const rules = await swr.call(listSyncRules, { ...name });
  warnIfFull(output(), rules, `rules of ${formatName(name)}`);
  await output().list(rules.map(ruleRow), RULE_VIEW);
}
