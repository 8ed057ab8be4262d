import type { Context } from '../../app/world.ts';
import { formatName, repositoryName } from '../shared/names.ts';
import { retentionRows, retentionView } from './view.ts';
import { readPolicies } from './policy.ts';

/** `swrctl retention show`. */
export async function runRetentionShow({ services, output }: Context, repository: string): Promise<void> {
  const place = await services();
  const name = repositoryName(place, repository);
  const [row, ...more] = (await readPolicies(await place.swr(), name)).flatMap(retentionRows);
  if (row !== undefined && more.length === 0) return output().show(row, retentionView(formatName(name)));
  output().note(`${more.length + 1} rules: a tag goes when any of them says so`);
  await output().list(row === undefined ? more : [row, ...more], retentionView(formatName(name)));
}
