/** How much a finding matters to a push: it cannot succeed; it may fail or surprise; it is good to know. */
export const FINDING_LEVELS = ['blocker', 'warning', 'info'] as const;

export type FindingLevel = (typeof FINDING_LEVELS)[number];

/** Something that a check found out about an image before it is pushed. */
export interface Finding {
  readonly level: FindingLevel;
  /** Which check found it, in kebab-case: scripts look at it. */
  readonly check: string;
  /** Which image, as a person knows it; absent when it is about the source as a whole. */
  readonly image?: string;
  /** A fact without full stop. */
  readonly message: string;
  /** One imperative line. */
  readonly hint?: string | undefined;
}

/** Most important first; findings of one level stay in order. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  return FINDING_LEVELS.flatMap((level) => findings.filter((finding) => finding.level === level));
}
