/** A way in which the real service differs from the specification, or may differ. */
export interface Quirk {
  readonly name: QuirkName;
  readonly default: boolean;
  readonly description: string;
  /** Where it was seen. */
  readonly source: string;
}

const ON = [
  [
    'token-post-404',
    'The token URL answers 404 to POST; only GET with Basic works',
    '404name/image-upload-portal, log of January 2025',
  ],
  [
    'empty-action-scope',
    'The challenge to a push names a scope without actions',
    '404name/image-upload-portal, log of January 2025',
  ],
  [
    'no-expires-in',
    'The token answer has no expires_in and no issued_at; only the token itself tells',
    'field note on tokens of about 900 s',
  ],
  [
    'tags-null',
    'tags/list of a missing repository is 200 with "tags": null, and one without tags has an empty one',
    'sources of two public clients',
  ],
  ['catalog-404', 'The catalog URL answers 404', 'sources of a public client'],
  [
    'oci-index-refused',
    'An OCI index is refused with 400 MANIFEST_INVALID',
    'vllm-project/vllm-ascend#16117, regclient/regclient#720',
  ],
  [
    'attestation-refused',
    'Attestation manifests and lists that name them are refused with 400',
    'karmada-io/karmada#7188, image-syncer#161',
  ],
  ['mount-ignored', 'A cross-repository mount opens a plain upload (202)', 'no public trace of a mount that worked'],
  [
    'org-level-push',
    'Push needs edit on the organization; a grant on a repository only lets pull',
    'user guide, page "User permissions"',
  ],
  [
    'silent-success',
    'Syncs that name a missing organization or tag answer success and do nothing',
    'seen in tests of the Terraform provider',
  ],
  [
    'ee-400-gone',
    'Enterprise edition: what is not there any more is 400 SWR.400003; off: 404',
    'code of the Terraform provider, retention policies',
  ],
] as const;

const OFF = [
  [
    'throttle-503',
    'More than 20 requests a second get 503, and in the end the account is blocked for 30 minutes',
    'user guide, FAQ on push limits',
  ],
  [
    'oci-manifest-refused',
    'A single OCI manifest is refused with 400 too',
    'reports disagree; vendor FAQ says OCI is not supported',
  ],
  ['zstd-refused', 'A manifest with zstd layers is refused with 400', 'bsi-bcp/n8n-i18n-chinese, changelog'],
  [
    'chunk-refused',
    'PATCH with Content-Range is refused with 416, without a word on how to go on',
    'no public trace of a chunked upload that worked',
  ],
  [
    'no-digest-header',
    'Answers have no Docker-Content-Digest',
    'Harbor works without it, so its presence is not proven',
  ],
  [
    'blob-redirect',
    'GET of a blob is a 307 to a host of another name, which answers 400 to any Authorization',
    'vendor network guides ask for access to object storage',
  ],
  ['short-token', 'Registry tokens live for three seconds', 'for tests of long uploads'],
  [
    'one-sync-region',
    'The list of regions to sync to has the own region only, though others work',
    'two field notes with an account; the user guide of 2025 names eleven',
  ],
  [
    'helpful-errors',
    'Errors of the management API say in their detail what is wrong; the service leaves it empty',
    'for finding mistakes; not seen on the service',
  ],
  ['ee-slow-jobs', 'Enterprise edition: jobs take two minutes', 'first wait of the Terraform provider'],
  [
    'ee-closed',
    'Enterprise edition: connections to an instance from outside its allow-list are reset',
    'documentation: closed until public access is switched on',
  ],
  [
    'ee-delete-cascades',
    'Enterprise edition: removing a namespace removes what is in it; off: 412',
    'a public skill pack; Harbor refuses',
  ],
  [
    'ee-tag-reference',
    'Enterprise edition: artifacts can be asked for by tag; off: by digest only',
    'only digests are documented',
  ],
  [
    'ee-severity-above',
    'Enterprise edition: pulls are blocked above the threshold; off: at or above it',
    'comments of the SDK; the documentation says at or above',
  ],
  ['html-errors', 'Answers 404 and 5xx have HTML bodies', 'vendor FAQ on "error parsing HTTP 404 response body"'],
] as const;

export type QuirkName = (typeof ON)[number][0] | (typeof OFF)[number][0];

export type Quirks = Readonly<Record<QuirkName, boolean>>;

/** All quirks, those that are on by default first. Source: docs/emulator.md#quirks. */
export const QUIRKS: readonly Quirk[] = [
  ...ON.map(([name, description, source]) => ({ name, default: true, description, source })),
  ...OFF.map(([name, description, source]) => ({ name, default: false, description, source })),
];

/** The defaults, with some switched. */
export function chooseQuirks(switched: Partial<Record<QuirkName, boolean>> = {}): Quirks {
  const entries = QUIRKS.map((quirk) => [quirk.name, switched[quirk.name] ?? quirk.default]);
  return Object.fromEntries(entries) as Quirks;
}
