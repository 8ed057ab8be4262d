import type { RetentionRule, RetentionVerdict } from '../../model/retention.ts';
import type { Context } from '../../app/world.ts';
import { SwrctlError } from '../../base/errors.ts';
import type { View } from '../../output/output.ts';
import { repositoryName } from '../shared/names.ts';
import { reasonOf, simulate } from './simulate.ts';

export interface RetentionPreviewOptions {
  /** `org/repo`. */
  readonly repository: string;
  readonly rule: RetentionRule;
  /** True: a tag that would go is exit 10. */
  readonly exitCode: boolean;
}

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
    { header: 'Reason', value: ({ reason }) => reason, flow: 'shorten' },
    { header: 'Digest', value: ({ digest }) => digest, kind: 'digest', drop: 1 },
    { header: 'Size', value: ({ size }) => size, kind: 'bytes', drop: 3 },
    { header: 'Updated at', value: ({ updatedAt }) => updatedAt, kind: 'time', drop: 2 },
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
  const place = await context.services();
  const name = repositoryName(place, repository);
  const { verdicts, gone, summary } = await simulate(context, await place.swr(), name, rule);
  await output.list(verdicts.map(previewRow), VIEW);
  if (exitCode && gone.length > 0) throw new SwrctlError('DIFFERENT', summary);
  if (verdicts.length > 0) output.note(summary);
}

function previewRow({ tag, action, reason, sharedWith }: RetentionVerdict): PreviewRow {
  const { name, digest, size, updatedAt } = tag;
  return {
    name,
    action,
    digest,
    size,
    sharedWith,
    reason: reasonOf({ reason, sharedWith }),
    updatedAt: updatedAt.toISOString(),
  };
}
