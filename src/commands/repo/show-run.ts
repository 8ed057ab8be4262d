import type { Context } from '../../app/world.ts';
import { instanceFor } from '../shared/edition.ts';
import { showOfInstance } from './in-instance.ts';
import { repositoryName } from '../shared/names.ts';
import { REPO_VIEW, repoRow } from './view.ts';
import { readRepository } from './read.ts';

/** `swrctl repo show`. */
export async function runRepoShow(context: Context, repository: string): Promise<void> {
  const { services, output } = context;
  const client = await instanceFor(context, repository);
  if (client !== undefined) return showOfInstance(context, client, repository);
  const place = await services();
  const name = repositoryName(place, repository);
  await output().show(repoRow(await readRepository(await place.swr(), name)), REPO_VIEW);
}
