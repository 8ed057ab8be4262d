import type { Context } from '../../app/world.ts';
import { formatName, taggedName } from '../shared/names.ts';
import { instanceFor } from '../shared/edition.ts';
import { showTagOf } from './in-instance.ts';
import { tagRow, tagView } from './view.ts';
import { getTag } from '../../swr/endpoints/tags.ts';

/** `swrctl tag show`. */
export async function runTagShow(context: Context, tag: string): Promise<void> {
  const { services, output } = context;
  const client = await instanceFor(context, tag);
  if (client !== undefined) return showTagOf(context, client, tag);
  const place = await services();
  const name = taggedName(place, tag);
  const swr = await place.swr();
  await output().show(tagRow(await swr.call(getTag, { ...name })), tagView(formatName(name)));
}
