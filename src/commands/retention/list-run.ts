import type { Context } from '../../app/world.ts';
import { formatName, repositoryName } from '../shared/names.ts';
import { retentionRows, retentionView } from './view.ts';
import { listRetentions } from '../../swr/endpoints/retentions.ts';

/** `swrctl retention list`. */
export async function runRetentionList({ services, output }: Context, repository: string): Promise<void> {
  const place = await services();
  const name = repositoryName(place, repository);
  const swr = await place.swr();
  await output().list(
    (await swr.call(listRetentions, { ...name })).flatMap(retentionRows),
    retentionView(formatName(name)),
  );
}
