import { deleteShare } from '../../swr/endpoints/shares.ts';
import { writeAndLook } from '../../swr/write-and-look.ts';
import { withoutEffect } from '../shared/changes.ts';
import { runRemoval } from '../shared/removal.ts';
import type { Context } from '../../app/world.ts';
import { formatName, repositoryName } from '../shared/names.ts';
import { findShare, readShare } from './find.ts';

export interface ShareRemoveOptions {
  /** `org/repo`. */
  readonly repository: string;
  readonly accounts: readonly string[];
  /** True: do not ask. */
  readonly yes: boolean;
}

/** `swrctl share remove`. */
export async function runShareRemove(
  context: Context,
  { repository, accounts, yes }: ShareRemoveOptions,
): Promise<void> {
  const place = await context.services();
  const name = repositoryName(place, repository);
  const swr = await place.swr();
  const whatOf = (account: string): string => `the share of ${formatName(name)} with ${account}`;
  await runRemoval(context, {
    items: accounts,
    noun: 'share',
    isSure: yes,
    find: async (account) => {
      await readShare(swr, name, account);
      return account;
    },
    describe: whatOf,
    remove: async (account) => {
      const what = whatOf(account);
      await writeAndLook(
        () => swr.call(deleteShare, { ...name, account }),
        async () => {
          if ((await findShare(swr, name, account)) !== undefined) throw withoutEffect(`${what} is still there`);
        },
      );
      context.output().note(`Ended ${what}`);
    },
  });
}
