import type { Context } from '../../app/world.ts';
import { repositoryName } from '../shared/names.ts';
import { REPO_VIEW, repoRow } from './view.ts';
import { readRepository } from './read.ts';

/** `swrctl repo show`. */
export async function runRepoShow({ services, output }: Context, repository: string): Promise<void> {
  const place = await services();
  const name = repositoryName(place, repository);
  await output().show(repoRow(await readRepository(await place.swr(), name)), REPO_VIEW);
}
