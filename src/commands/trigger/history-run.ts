import type { Context } from '../../app/world.ts';
import { repositoryName } from '../shared/names.ts';
import { RUN_VIEW, runRow } from './view.ts';
import { getTrigger } from '../../swr/endpoints/triggers.ts';

export interface TriggerHistoryOptions {
  readonly limit?: number;
}

/** `swrctl trigger history`. */
export async function runTriggerHistory(
  { services, output }: Context,
  repository: string,
  trigger: string,
  { limit }: TriggerHistoryOptions,
): Promise<void> {
  const place = await services();
  const name = repositoryName(place, repository);
  const swr = await place.swr();
  const { runs } = await swr.call(getTrigger, { ...name, trigger });
  const latest = [...runs].sort((a, b) => (b.createdAt?.getTime() ?? 0) - (a.createdAt?.getTime() ?? 0));
  await output().list(latest.slice(0, limit).map(runRow), RUN_VIEW);
}
