import { formatLimit, LIMIT_NAMES, type LimitName } from '../../model/limits.ts';
import { FORMATS } from '../../output/format.ts';
import { formatColumns } from './columns.ts';

const FORMAT_TEXTS = {
  table: 'aligned columns for people: relative times, binary units; the default on a terminal',
  wide: 'the same with all columns and full digests',
  json: 'an array for a list, one object for a single thing; the fields are in the help of each command',
  yaml: 'the same as YAML',
  tsv: 'a line per row, a tab between values, no headings; the default in a pipe. A single thing has a line per field: key, tab, value',
  name: 'only the name that the other commands of the same noun accept, one per line',
} as const satisfies Record<(typeof FORMATS)[number], string>;

/** `swrctl help formatting` */
export function formattingTopic(): string {
  return `Data goes to stdout, everything else to stderr. With --quiet, stderr has nothing
but errors.

FORMATS (-o, --output)
${formatColumns(FORMATS.map((format): [string, string] => [format, FORMAT_TEXTS[format]]))}

pull is the exception: its -o names the file; --json and --query work there too.

FIELDS AND QUERIES
${formatColumns([
  ['--json', 'short for -o json'],
  ['--json=name,size', 'only these fields; fields stand behind "=", never behind a blank'],
  [
    '--query EXPRESSION',
    'a JMESPath expression (https://jmespath.org) on the JSON; implies -o json, works with -o yaml',
  ],
])}

VALUES
On a terminal a table fits the width: text is cut after a word, then columns are
left out; -o wide has them all. Columns that are empty in all rows are left out,
too.

Sizes are bytes and times are ISO 8601 in UTC everywhere but in tables. Tabs,
line breaks and control characters inside a value are written as \\t, \\n and
\\x1b in tables and TSV, so a row is always one line. New fields and columns may
be added at the end.

EXAMPLES
  $ swrctl tag list team/web --json=name,digest
  $ swrctl repo list --query "[?size > \`1000000000\`].name"
  $ swrctl org list -o name | xargs -n1 swrctl repo list
`;
}

const LIMIT_TEXTS = {
  layer: 'the stored size of one layer; some pages of the service say 50 GB',
  'organization-name': 'its length',
  'repository-name': 'its length, folders included',
  images: 'repositories of an account in a region, where the image quota is on',
  tags: 'tags of one repository, where the image quota is on',
} as const satisfies Record<LimitName, string>;

/** `swrctl help limits`. Source: docs/reference/service.md#limits; docs/reference/registry.md#throttling. */
export function limitsTopic(): string {
  return `What is known of the limits of SWR. swrctl checks what can be checked before it
sends a byte.

LIMITS OF CHECK AND PUSH (another value for your region: --limit layer=50GB)
${formatColumns(LIMIT_NAMES.map((name): [string, string] => [name, `${formatLimit(name)}: ${LIMIT_TEXTS[name]}`]))}

IMAGES
${formatColumns([
  ['requests', '20 per second for an account; more are answered with 503, and abuse is blocked for 30 minutes'],
  ['manifest types', 'Docker types; OCI indexes and attestations are refused, so they are converted or left out'],
  ['manifest, config', 'swrctl reads manifests of up to 4 MiB and configs of up to 8 MiB'],
])}

ACCOUNT
${formatColumns([
  ['organizations', '5 for an account in a region, unless raised; names are unique over all accounts of the region'],
  ['repositories, tags', 'no fixed number, unless the account has an image quota (swrctl quota)'],
  ['sharing', '500 accounts for a private repository, in the same region'],
  ['retention', 'one rule for a repository: 1 to 365 days, or 1 to 1000 tags'],
])}

NAMES
${formatColumns([
  [
    'organization',
    '1 to 64 characters: lower-case letters, digits, and between them ".", "_", "__" or "-"; a letter first',
  ],
  ['repository', '1 to 128 characters: the same, a digit may come first, "/" makes folders'],
  ['tag', '1 to 128 characters: letters, digits, "_", "." and "-"; not "." or "-" first'],
])}
`;
}

/** `swrctl help permissions`. Source: docs/reference/service.md#permissions. */
export function permissionsTopic(): string {
  return `A permission is a level that a user has on an organization or on one repository
of it.

LEVELS
${formatColumns([
  ['read', 'pull'],
  ['edit', 'read, and push, change attributes, add triggers'],
  ['manage', 'edit, and delete, grant permissions, share with other accounts'],
])}

RULES
${formatColumns([
  ['administrators', 'have manage everywhere, without being listed'],
  ['organization', 'a level on it holds for the repositories in it'],
  ['repository', 'a level on it holds for that repository only'],
  ['public repositories', 'can be pulled by anybody, without logging in'],
  ['sharing', 'lets another account pull from a private repository until a day'],
])}

An error with exit status 4 says what is missing: credentials or the permission.
`;
}
