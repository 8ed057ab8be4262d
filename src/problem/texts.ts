/** A text of a service that stands for more than it says. */
export interface KnownText {
  readonly pattern: RegExp;
  /** The words that are recognized, as the service writes them. */
  readonly code: string;
  /** Without a full stop. */
  readonly meaning: string;
  /** One imperative line. */
  readonly hint: string;
}

const BLOCKED_TEXT = /not allow(?:ed)? to login, upload or download/i;

/**
 * What a service says in words, with no code or with one that stands for much. Source: docs/reference/errors.md#texts-of-the-registry.
 */
export const TEXTS: readonly KnownText[] = [
  {
    pattern: /may not login yet/i,
    code: 'You may not login yet',
    meaning: 'The image is private, and the pull came without a login or with one that has no right on it',
    hint: 'Log in with: swrctl login, or let everybody pull with: swrctl repo set ORG/REPO --public',
  },
  {
    pattern: /authenticate error/i,
    code: 'Authenticate Error',
    meaning: 'The login is wrong, has expired, or belongs to another region',
    hint: 'Check it with: swrctl auth status',
  },
  {
    pattern: /ak access failed to reach the limit/i,
    code: 'AK access failed to reach the limit',
    meaning: 'Five signatures in a row were wrong, so the access key is locked for five minutes',
    hint: 'Check the secret key, wait five minutes, then run the same command again',
  },
  {
    pattern: /do not have the permission/i,
    code: 'you do not have the permission',
    meaning: 'The organization is missing, the right is missing, or the image belongs to somebody else',
    hint: 'Check name and rights with: swrctl perm who-can push ORG/REPO',
  },
  {
    pattern: /fail to parse 'manifest\.json'/i,
    code: "Invalid image, fail to parse 'manifest.json'",
    meaning: 'The image has OCI types, which SWR refuses',
    hint: 'Push it with swrctl, which makes Docker types: swrctl push SOURCE ORG/REPO:TAG --format docker',
  },
  {
    pattern: BLOCKED_TEXT,
    code: 'Not allow to login, upload or download image',
    meaning: 'The account sent too many requests and is shut out for about 30 minutes',
    hint: 'Too many requests: wait 30 minutes, then go on with a lower --rate and --jobs',
  },
  {
    pattern: /get k8s deployment/i,
    code: 'fail to get k8s deployment',
    meaning: 'The workload was not found, or SWR may not act for the account in CCI',
    hint: 'Check cluster, namespace and workload; for CCI let the service act with: swrctl api POST /v2/manage/agency',
  },
];

/** The tenant is shut out for about half an hour; going on makes it longer. Source: docs/reference/registry.md#throttling. */
export function isBlockedText(text: string | undefined): boolean {
  return text !== undefined && BLOCKED_TEXT.test(text);
}
