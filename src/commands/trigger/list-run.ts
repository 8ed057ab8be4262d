import type { Context } from '../../app/world.ts';
import { repositoryName } from '../shared/names.ts';
import { TRIGGER_VIEW, triggerRow } from './view.ts';
import { listTriggers } from '../../swr/endpoints/triggers.ts';

/** `swrctl trigger list`. */
export async function runTriggerList({ services, output }: Context, repository: string): Promise<void> {
  const place = await services();
  const name = repositoryName(place, repository);
  const swr = await place.swr();
  await output().list((await swr.call(listTriggers, { ...name })).map(triggerRow), TRIGGER_VIEW);
}
