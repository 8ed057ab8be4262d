/** What a shell asks swrctl for while a line is typed, because it changes. */
export const LIVE_KINDS = ['org', 'repo', 'target', 'tag', 'reference', 'user', 'grant', 'profile', 'cluster'] as const;

export type LiveKind = (typeof LIVE_KINDS)[number];

/** The word behind `swrctl` that asks for them; it is in no help. */
export const LIVE_COMMAND = '__complete';
