import type { Context } from '../../app/world.ts';
import { repositoryName } from '../shared/names.ts';
import { SHARE_VIEW, shareRow } from './view.ts';
import { readShare } from './find.ts';

/** `swrctl share show`. */
export async function runShareShow({ services, output }: Context, text: string, account: string): Promise<void> {
  const place = await services();
  const name = repositoryName(place, text);
  await output().show(shareRow(await readShare(await place.swr(), name, account)), SHARE_VIEW);
}
