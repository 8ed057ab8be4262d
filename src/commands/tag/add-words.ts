import { shortDigest } from '../../output/cell.ts';
import type { Existing, ExistOkFlag } from '../shared/existing.ts';
import { formatTagged, type TaggedName } from '../shared/names.ts';

export interface TagAddOptions extends ExistOkFlag {
  /** `org/repo:tag`. */
  readonly source: string;
  /** Tags alone, without a repository. */
  readonly tags: readonly string[];
  /** True: move tags that exist. */
  readonly force: boolean;
}

interface Held {
  readonly digest: string;
}

export function existing(name: TaggedName, { digest }: Held, wanted: string): Existing {
  const path = formatTagged(name);
  const isSame = digest === wanted;
  return {
    fact: isSame
      ? `${path} is ${shortDigest(digest)} already`
      : `${path} exists and is another image, ${shortDigest(digest)}`,
    isSame,
    hint: 'Move it with --force, or choose another tag',
  };
}

export function told(name: TaggedName, before: Held | undefined, { digest }: Held): string {
  const text = `${formatTagged(name)}: `;
  if (before === undefined) return `Added ${text}${shortDigest(digest)}`;
  if (before.digest === digest) return `${formatTagged(name)} is ${shortDigest(digest)} already`;
  return `Moved ${text}${shortDigest(before.digest)} → ${shortDigest(digest)}`;
}
