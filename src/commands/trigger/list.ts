import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { repositoryName } from '../shared/names.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { TRIGGER_FIELDS, TRIGGER_VIEW, triggerRow } from './view.ts';

export const triggerList = (context: Context): Command =>
  withOutputOptions(
    new Command('list')
      .alias('ls')
      .description('List the triggers of a repository')
      .argument('<org/repo>', 'repository')
      .addHelpText('after', examples('swrctl trigger list team/web', 'swrctl trigger list team/web -o name')),
    TRIGGER_FIELDS,
  ).action((repository: string) => runTriggerList(context, repository));

export async function runTriggerList({ services, output }: Context, repository: string): Promise<void> {
  const { listTriggers } = await import('../../swr/endpoints/triggers.ts');
  const place = await services();
  const name = repositoryName(place, repository);
  const swr = await place.swr();
  await output().list((await swr.call(listTriggers, { ...name })).map(triggerRow), TRIGGER_VIEW);
}
