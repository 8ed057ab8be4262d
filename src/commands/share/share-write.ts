import { SwrctlError } from '../../base/errors.ts';
import type { RepositoryName } from '../../model/reference.ts';
import type { Share } from '../../model/share.ts';
import { shellWord } from '../../model/shell-word.ts';
import type { SwrClient } from '../../swr/client.ts';
import { createShare, updateShare, type ShareTerms } from '../../swr/endpoints/shares.ts';
import { writeAndLook } from '../../swr/write-and-look.ts';
import { runBatch } from '../shared/batch.ts';
import { describeChanges, withoutEffect } from '../shared/changes.ts';
import { acceptExisting, type Existing, type ExistOkFlag } from '../shared/existing.ts';
import type { Context } from '../../app/world.ts';
import { formatName, repositoryName } from '../shared/names.ts';
import { readRepository } from '../repo/read.ts';
import { findShare, readShare } from './find.ts';
import { DAY_MS } from '../../base/time.ts';
import { formatUntil, SHARE_VIEW, shareRow, type ShareRow } from './view.ts';

export interface ShareWriteOptions<Terms> {
  /** `org/repo` each. */
  readonly repositories: readonly string[];
  /** Name of the other account. */
  readonly account: string;
  readonly changes: Terms;
}

interface ShareAddOptions extends ShareWriteOptions<Pick<ShareTerms, 'until'> & Partial<ShareTerms>>, ExistOkFlag {}

type Work = (swr: SwrClient, name: RepositoryName) => Promise<Share>;

async function writeEach(context: Context, repositories: readonly string[], work: Work): Promise<void> {
  const place = await context.services();
  const names = repositories.map((text) => repositoryName(place, text));
  const swr = await place.swr();
  await runBatch<RepositoryName, ShareRow>(context, { items: names, noun: 'share', view: SHARE_VIEW }, async (name) =>
    shareRow(await work(swr, name)),
  );
}

/** `swrctl share add`. */
export async function runShareAdd(
  context: Context,
  { repositories, account, changes, existOk }: ShareAddOptions,
): Promise<void> {
  const terms: ShareTerms = { description: '', ...changes };
  await writeEach(context, repositories, async (swr, name) => {
    await refusePublic(swr, name);
    const share = await findShare(swr, name, account);
    if (share !== undefined) {
      acceptExisting(existing(share, name, terms), { existOk }, context.output());
      return share;
    }
    const after = await writeAndLook(
      () => swr.call(createShare, { ...name, body: { account, ...terms } }),
      () => readBack(swr, name, account, terms),
    );
    context.output().note(`Shared ${formatName(name)} with ${account} until ${untilWords(after)}`);
    return after;
  });
}

/** `swrctl share set`. */
export async function runShareSet(
  context: Context,
  { repositories, account, changes }: ShareWriteOptions<Partial<ShareTerms>>,
): Promise<void> {
  await writeEach(context, repositories, async (swr, name) => {
    const before = await readShare(swr, name, account);
    const terms = { until: before.until, description: before.description, ...changes };
    const after = await writeAndLook(
      () => swr.call(updateShare, { ...name, account, body: terms }),
      () => readBack(swr, name, account, terms),
    );
    const what = `share of ${formatName(name)} with ${account}`;
    const changed = describeChanges(shareRow(before), shareRow(after), ['until', 'description']);
    context
      .output()
      .note(changed === undefined ? `The ${what} is like that already` : `Changed the ${what}: ${changed}`);
    return after;
  });
}

/** The service has one word for it, and for a share that exists: "invalid parameter". */
async function refusePublic(swr: SwrClient, name: RepositoryName): Promise<void> {
  const path = formatName(name);
  if (!(await readRepository(swr, name)).public) return;
  throw new SwrctlError('REFUSED', `${path} is public: everybody can pull it already`, {
    hint: `Make it private first: swrctl repo set ${path} --private`,
  });
}

function existing(share: Share, name: RepositoryName, terms: ShareTerms): Existing {
  const path = formatName(name);
  return {
    fact: `${path} is shared with ${share.account} already, until ${untilWords(share)}`,
    isSame: isSameEnd(share.until, terms.until) && share.description === terms.description,
    hint: `Change it with: swrctl share set ${path} --account ${shellWord(share.account)} ${termFlags(terms)}`,
  };
}

/** Flags of `share set` that say these terms. */
function termFlags({ until, description }: ShareTerms): string {
  const end = until === 'forever' ? until : until.toISOString().replace(/\.\d+Z$/, 'Z');
  return `--until ${end}${description === '' ? '' : ` --description ${shellWord(description)}`}`;
}

async function readBack(swr: SwrClient, name: RepositoryName, account: string, terms: ShareTerms): Promise<Share> {
  const after = await findShare(swr, name, account);
  if (after === undefined) throw withoutEffect(`${formatName(name)} is not shared with ${account}`);
  if (!isSameEnd(after.until, terms.until)) throw withoutEffect(`it is shared until ${untilWords(after)}`);
  if (after.description !== terms.description) throw withoutEffect(`the description is "${after.description}"`);
  return after;
}

/** Accounts have been seen where ends are kept by whole days: the day asked for, or the beginning of the next. */
function isSameEnd(is: Share['until'], asked: Share['until']): boolean {
  if (is === 'forever' || asked === 'forever') return is === asked;
  if (formatUntil(is) === formatUntil(asked)) return true;
  return is.getTime() % DAY_MS === 0 && Math.abs(is.getTime() - asked.getTime()) < DAY_MS;
}

const untilWords = ({ until }: Share): string =>
  until === 'forever' ? 'further notice' : until.toISOString().replace('.000Z', 'Z');
