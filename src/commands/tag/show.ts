import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { taggedName } from '../shared/names.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { TAG_FIELDS, tagRow, tagView } from './view.ts';

export const tagShow = (context: Context): Command =>
  withOutputOptions(
    new Command('show')
      .alias('get')
      .description('Show one tag')
      .argument('<org/repo:tag>', 'tag')
      .addHelpText('after', examples('swrctl tag show team/web:v1', 'swrctl tag show team/web:v1 --query digest')),
    TAG_FIELDS,
  ).action((tag: string) => runTagShow(context, tag));

export async function runTagShow({ services, output }: Context, tag: string): Promise<void> {
  const { getTag } = await import('../../swr/endpoints/tags.ts');
  const place = await services();
  const name = taggedName(place, tag);
  const swr = await place.swr();
  await output().show(tagRow(await swr.call(getTag, { ...name })), tagView(name));
}
