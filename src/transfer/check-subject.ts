import type { ContentNode } from '../model/content.ts';
import type { Finding } from '../model/finding.ts';
import type { Limits } from '../model/limits.ts';
import type { Platform } from '../model/platform.ts';
import type { PartialReference } from '../model/reference.ts';
import type { SwrName } from '../model/swr-names.ts';

/** One image that is to be pushed. */
export interface CheckedImage {
  /** How a person knows it: a name, or `@0`. */
  readonly label: string;
  readonly node: ContentNode;
  /** Absent when it is not known where to; empty when the source has no name for it. */
  readonly targets?: readonly CheckedTarget[];
}

/** Where an image is to go. */
export interface CheckedTarget {
  /** As it was written, on the command line or in the archive. */
  readonly written: string;
  /** What it says, with the organization filled in where there is one; absent when it cannot be read. */
  readonly reference?: PartialReference;
  /** Absent when it cannot be read, or names no organization. */
  readonly name?: SwrName;
  /** Why `name` is absent. */
  readonly problem?: string;
}

/** Everything that the offline checks look at; nothing of it needs a network. */
export interface CheckSubject {
  readonly images: readonly CheckedImage[];
  /** What the archive left out, and why. */
  readonly notes: readonly string[];
  /** True when the user said where to; otherwise the names in the source are only what a push would try first. */
  readonly isDestinationGiven: boolean;
  readonly limits: Limits;
  /** False when the images go to some other registry, where SWR's rules do not hold. */
  readonly isSwr: boolean;
  /** True when the user asks for the manifest types of the source, whatever the destination is known to take. */
  readonly keepsTypes?: boolean;
  /** What runs here. */
  readonly host: Platform;
}

/** Looks at one thing. Pure: the same subject gives the same findings. */
export type Check = (subject: CheckSubject) => readonly Finding[];

/** A check of each image by itself; it need not say which one. */
export function perImage(check: (image: CheckedImage, subject: CheckSubject) => readonly Finding[]): Check {
  return (subject) =>
    subject.images.flatMap((image) => check(image, subject).map((finding) => ({ image: image.label, ...finding })));
}
