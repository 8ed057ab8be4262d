import { SwrctlError, hasCode } from '../../base/errors.ts';
import type { RepositoryName } from '../../model/reference.ts';
import type { TagInfo } from '../../model/tag.ts';
import type { View } from '../../output/output.ts';
import type { SwrClient } from '../../swr/client.ts';
import type { SyncTarget } from '../../swr/endpoints/syncs.ts';
import { getTag, listTags } from '../../swr/endpoints/tags.ts';
import { readPages } from '../../swr/paging.ts';
import type { Context } from '../../app/world.ts';
import { formatName, repositoryName, taggedName, type TaggedName } from '../shared/names.ts';
import type { TargetFlags } from './target-options.ts';
import { formatTarget, checkTarget, syncTarget } from './target.ts';

export interface SyncVerifyOptions {
  /** `org/repo` or `org/repo:tag` each. */
  readonly operands: readonly string[];
  readonly target: TargetFlags;
}

/** One tag, as JSON shows it. */
interface VerifyRow {
  readonly repository: string;
  readonly tag: string;
  readonly state: 'same' | 'different' | 'missing';
  readonly digest: string;
  readonly targetDigest: string | null;
}

const VIEW: View<VerifyRow> = {
  columns: [
    { header: 'Repository', value: ({ repository }) => repository },
    { header: 'Tag', value: ({ tag }) => tag },
    { header: 'State', value: ({ state }) => state },
    { header: 'Digest', value: ({ digest }) => digest, kind: 'digest', drop: 2 },
    { header: 'Target digest', value: ({ targetDigest }) => targetDigest, kind: 'digest', drop: 1 },
  ],
  name: ({ repository, tag }) => `${repository}:${tag}`,
  empty: 'There are no tags to compare',
};

type Operand = RepositoryName & Partial<Pick<TaggedName, 'tag'>>;

/** `swrctl sync verify`. @throws {SwrctlError} DIFFERENT */
export async function runSyncVerify(context: Context, { operands, target: flags }: SyncVerifyOptions): Promise<void> {
  const place = await context.services();
  const names = operands.map((text): Operand =>
    text.lastIndexOf(':') > text.lastIndexOf('/') ? taggedName(place, text) : repositoryName(place, text),
  );
  const target = syncTarget(flags);
  const swr = await place.swr();
  await checkTarget(place, swr, target, context.output());
  const remote = await place.swr({ region: target.targetRegion });
  const rows: VerifyRow[] = [];
  for (const name of names) rows.push(...(await compare(swr, remote, name, target)));
  await context.output().list(rows, VIEW);
  const different = rows.filter(({ state }) => state !== 'same');
  if (different.length === 0) return;
  const [first] = different;
  throw new SwrctlError('DIFFERENT', `${different.length} of ${rows.length} tags are not in ${formatTarget(target)}`, {
    hint: `Copy them with: swrctl sync run ${first ? `${first.repository}:${first.tag}` : ''} --to-region ${target.targetRegion} --to-org ${target.targetNamespace} --override --wait`,
  });
}

async function compare(
  swr: SwrClient,
  remote: SwrClient,
  { namespace, repository, tag: only }: Operand,
  target: SyncTarget,
): Promise<VerifyRow[]> {
  const here =
    only === undefined
      ? await readTags(swr, { namespace, repository })
      : [await swr.call(getTag, { namespace, repository, tag: only })];
  const there = await readTags(remote, { namespace: target.targetNamespace, repository }).catch((error: unknown) => {
    if (hasCode(error, 'NOT_FOUND')) return []; // nothing was copied there yet
    throw error;
  });
  const digests = new Map(there.map(({ name, digest }) => [name, digest]));
  return here.map(({ name: tag, digest }): VerifyRow => {
    const targetDigest = digests.get(tag) ?? null;
    const state = targetDigest === null ? 'missing' : targetDigest === digest ? 'same' : 'different';
    return { repository: formatName({ namespace, repository }), tag, state, digest, targetDigest };
  });
}

const readTags = (swr: SwrClient, name: RepositoryName): Promise<TagInfo[]> =>
  readPages((limit, offset) => swr.ask(listTags, { ...name, limit, offset }));
