import type { Context } from '../../app/world.ts';
import type { RepositoryName } from '../../model/reference.ts';
import type { Share } from '../../model/share.ts';
import type { SwrClient } from '../../swr/client.ts';
import { listSharedRepositories } from '../../swr/endpoints/repositories.ts';
import { listShares } from '../../swr/endpoints/shares.ts';
import { readPages } from '../../swr/paging.ts';
import { warnIfFull } from '../shared/full-answer.ts';
import { formatName, repositoryName } from '../shared/names.ts';
import { SHARE_VIEW, shareRow } from './view.ts';

export interface ShareListOptions {
  /** `org/repo`. Absent: everything that this account shares. */
  readonly repository?: string | undefined;
  /** Only shares that end within this many milliseconds. */
  readonly expiringMs?: number | undefined;
}

/** `swrctl share list`. */
export async function runShareList(context: Context, { repository, expiringMs }: ShareListOptions): Promise<void> {
  const place = await context.services();
  const swr = await place.swr();
  const names = repository === undefined ? await sharedNames(swr) : [repositoryName(place, repository)];
  const lists = await Promise.all(names.map((name) => place.run(() => swr.call(listShares, { ...name }))));
  for (const [index, name] of names.entries())
    warnIfFull(context.output(), lists[index], `shares of ${formatName(name)}`);
  const now = context.world.now().getTime();
  const isWanted = ({ until }: Share): boolean => {
    if (expiringMs === undefined) return true;
    return until !== 'forever' && until.getTime() > now && until.getTime() <= now + expiringMs;
  };
  const shares = lists.flat().filter(isWanted);
  const view = expiringMs === undefined ? SHARE_VIEW : { ...SHARE_VIEW, empty: 'No share ends within that time' };
  await context.output().list(shares.map(shareRow), view);
}

async function sharedNames(swr: SwrClient): Promise<RepositoryName[]> {
  const shared = await readPages((limit, offset) => swr.ask(listSharedRepositories, { center: 'self', limit, offset }));
  return shared.map(({ name, organization }) => ({
    namespace: organization,
    repository: name.slice(organization.length + 1),
  }));
}
