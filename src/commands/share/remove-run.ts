import { deleteShare } from '../../swr/endpoints/shares.ts';
import { writeAndLook } from '../../swr/write-and-look.ts';
import { runBatch } from '../shared/batch.ts';
import { withoutEffect } from '../shared/changes.ts';
import { confirmRemoval } from '../shared/confirm.ts';
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
  await runBatch<string, never>(context, { items: accounts, noun: 'share' }, async (account) => {
    await readShare(swr, name, account);
    const what = `the share of ${formatName(name)} with ${account}`;
    await confirmRemoval(context, { what, isSure: yes });
    await writeAndLook(
      () => swr.call(deleteShare, { ...name, account }),
      async () => {
        if ((await findShare(swr, name, account)) !== undefined) throw withoutEffect(`${what} is still there`);
      },
    );
    context.output().note(`Ended ${what}`);
    return undefined;
  });
}
