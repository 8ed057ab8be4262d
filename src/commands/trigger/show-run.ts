import type { Context } from '../../app/world.ts';
import { repositoryName } from '../shared/names.ts';
import { TRIGGER_VIEW, triggerRow } from './view.ts';
import { getTrigger } from '../../swr/endpoints/triggers.ts';

/** `swrctl trigger show`. */
export async function runTriggerShow({ services, output }: Context, text: string, trigger: string): Promise<void> {
  const place = await services();
  const name = repositoryName(place, text);
  const swr = await place.swr();
  await output().show(triggerRow(await swr.call(getTrigger, { ...name, trigger })), TRIGGER_VIEW);
}
