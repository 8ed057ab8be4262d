import { SwrctlError } from '../../errors.ts';
import { parseRepositoryName } from '../../model/reference.ts';
import {
  accidentalMatches,
  hasOpenAlternatives,
  simulateRetention,
  type RetentionRule,
  type RetentionVerdict,
} from '../../model/retention.ts';
import type { TagInfo } from '../../model/tag.ts';
import type { Output, View } from '../../output/output.ts';
import { formatBytes } from '../../output/units.ts';
import { listTags } from '../../swr/endpoints/tags.ts';
import { readPages } from '../../swr/paging.ts';
import type { Context } from '../context.ts';
import type { RetentionPreviewOptions } from './preview.ts';

/** One tag, as JSON shows it. */
interface PreviewRow {
  readonly name: string;
  readonly action: 'keep' | 'delete';
  readonly reason: string;
  readonly digest: string;
  readonly size: number;
  readonly updatedAt: string;
  readonly sharedWith: readonly string[];
}

const VIEW: View<PreviewRow> = {
  columns: [
    { header: 'Name', value: ({ name }) => name },
    { header: 'Action', value: ({ action }) => action },
    { header: 'Reason', value: ({ reason }) => reason },
    { header: 'Digest', value: ({ digest }) => digest, kind: 'digest' },
    { header: 'Size', value: ({ size }) => size, kind: 'bytes' },
    { header: 'Updated at', value: ({ updatedAt }) => updatedAt, kind: 'time' },
    { header: 'Shared with', value: ({ sharedWith }) => sharedWith, wide: true },
  ],
  name: ({ name }) => name,
  empty: 'The repository has no tags',
};

/**
 * `swrctl retention preview`.
 *
 * @throws {SwrctlError} DIFFERENT with `exitCode` when a tag would go.
 */
export async function runRetentionPreview(context: Context, options: RetentionPreviewOptions): Promise<void> {
  const { repository, rule, exitCode } = options;
  const output = context.output();
  const tags = await readTags(context, repository);
  warnOfPatterns(rule, tags, output);
  const { verdicts, freedBytes } = simulateRetention(tags, rule, context.world.now());
  await output.list(verdicts.map(previewRow), VIEW);
  const gone = verdicts.filter(({ action }) => action === 'delete').length;
  const summary =
    gone === 0
      ? `The rule would delete none of ${count(tags.length)}`
      : `The rule would delete ${gone} of ${count(tags.length)} and free at most ${formatBytes(freedBytes)}`;
  if (exitCode && gone > 0) throw new SwrctlError('DIFFERENT', summary);
  if (tags.length > 0) output.note(summary);
}

const count = (tags: number): string => (tags === 1 ? '1 tag' : `${tags} tags`);

async function readTags(context: Context, repository: string): Promise<TagInfo[]> {
  const services = await context.services();
  const name = parseRepositoryName(repository, services.settings.org);
  const swr = await services.swr();
  return readPages((limit, offset) => swr.ask(listTags, { ...name, limit, offset }));
}

function previewRow({ tag, action, reason, sharedWith }: RetentionVerdict): PreviewRow {
  const { name, digest, size, updatedAt } = tag;
  const shared = sharedWith.length === 0 ? '' : `; frees nothing, same image as ${sharedWith.join(', ')}`;
  return {
    ...{ name, action, digest, size, sharedWith },
    reason: `${reason}${shared}`,
    updatedAt: updatedAt.toISOString(),
  };
}

function warnOfPatterns({ exceptPatterns, exceptTags }: RetentionRule, tags: readonly TagInfo[], output: Output): void {
  const names = tags.map(({ name }) => name);
  for (const pattern of exceptPatterns.filter(hasOpenAlternatives)) {
    const more = accidentalMatches(pattern, names);
    const effect = more.length === 0 ? '' : `, and so leaves out ${more.join(', ')} too`;
    output.warn(`SWR reads "${pattern}" as "^${pattern}$"${effect}; write it as "(${pattern})"`);
  }
  for (const tag of exceptTags.filter((name) => !names.includes(name))) {
    output.warn(`--except-tag ${tag}: the repository has no such tag`);
  }
}
