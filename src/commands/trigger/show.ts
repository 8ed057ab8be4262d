import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { repositoryName } from '../shared/names.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { TRIGGER_FIELDS, TRIGGER_VIEW, triggerRow } from './view.ts';

export const triggerShow = (context: Context): Command =>
  withOutputOptions(
    new Command('show')
      .alias('get')
      .description('Show one trigger')
      .argument('<org/repo>', 'repository')
      .argument('<name>', 'trigger')
      .addHelpText(
        'after',
        examples('swrctl trigger show team/web deploy', 'swrctl trigger show team/web deploy --query enabled'),
      ),
    TRIGGER_FIELDS,
  ).action((repository: string, trigger: string) => runTriggerShow(context, repository, trigger));

export async function runTriggerShow({ services, output }: Context, text: string, trigger: string): Promise<void> {
  const { getTrigger } = await import('../../swr/endpoints/triggers.ts');
  const place = await services();
  const name = repositoryName(place, text);
  const swr = await place.swr();
  await output().show(triggerRow(await swr.call(getTrigger, { ...name, trigger })), TRIGGER_VIEW);
}
