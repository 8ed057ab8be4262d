import { COLOR_CHOICES } from '../../output/color.ts';
import { hostName, type Parser } from './parse.ts';

/**
 * One row of the table that flags, `help environment` and readSettings are made from. Source:
 * docs/reference/contract.md#settings.
 */
export interface SettingRow {
  /** As commander takes it; absent when there is only a variable. */
  readonly flags?: string;
  readonly variable?: string;
  readonly description: string;
  /** In words, for help. */
  readonly default?: string;
  readonly group: 'Global options:' | 'Connection options:';
  readonly choices?: readonly string[];
  readonly isRepeatable?: boolean;
  /** Looks at a value of the flag while the line is read, before anything else is said about it. */
  readonly check?: Parser<string>;
}

const GLOBAL = 'Global options:';
const CONNECTION = 'Connection options:';
const FROM_PROFILE = 'from the profile';

export const SETTINGS = {
  profile: {
    flags: '--profile <name>',
    variable: 'SWRCTL_PROFILE',
    description: 'saved account and region to use',
    default: 'the active profile',
    group: GLOBAL,
  },
  org: {
    flags: '--org <organization>',
    variable: 'SWRCTL_ORG',
    description: 'organization for references that name none',
    default: FROM_PROFILE,
    group: GLOBAL,
  },
  quiet: { flags: '-q, --quiet', description: 'print data only, nothing on stderr but errors', group: GLOBAL },
  noInput: {
    flags: '--no-input',
    variable: 'SWRCTL_NO_INPUT',
    description: 'never ask; fail and name the missing flag instead',
    default: 'ask on a terminal, except when CI is set',
    group: GLOBAL,
  },
  color: {
    flags: '--color <when>',
    description: 'use color',
    default: 'auto',
    choices: COLOR_CHOICES,
    group: GLOBAL,
  },
  debug: {
    flags: '--debug',
    variable: 'SWRCTL_DEBUG',
    description: 'trace requests on stderr, without secrets; show stacks',
    group: GLOBAL,
  },
  configDir: {
    variable: 'SWRCTL_CONFIG_DIR',
    description: 'folder of config.json and the profiles',
    default: "the platform's folder for settings",
    group: GLOBAL,
  },
  cacheDir: {
    variable: 'SWRCTL_CACHE_DIR',
    description: 'folder of what can be fetched again',
    default: "the platform's folder for caches",
    group: GLOBAL,
  },
  keychain: {
    variable: 'SWRCTL_KEYCHAIN',
    description: 'off: leave the keychain of the operating system alone',
    default: 'on',
    group: GLOBAL,
  },
  metadataEndpoint: {
    variable: 'SWRCTL_METADATA_ENDPOINT',
    description: 'where an ECS gets the key of its agency; off: nobody is asked',
    default: 'http://169.254.169.254',
    group: GLOBAL,
  },
  region: {
    flags: '--region <region>',
    variable: 'SWRCTL_REGION',
    description: 'region, for example cn-north-4',
    default: FROM_PROFILE,
    group: CONNECTION,
  },
  cloud: {
    flags: '--cloud <domain>',
    variable: 'SWRCTL_CLOUD',
    description: 'domain of the cloud, for example otc.t-systems.com, where no registry host says it',
    default: 'from the profile, else by the region',
    group: CONNECTION,
  },
  project: {
    flags: '--project <name>',
    variable: 'SWRCTL_PROJECT',
    description: 'project name',
    default: 'the region',
    group: CONNECTION,
  },
  projectId: {
    flags: '--project-id <id>',
    variable: 'SWRCTL_PROJECT_ID',
    description: 'project id, to save asking IAM',
    default: 'asked from IAM',
    group: CONNECTION,
  },
  instance: {
    flags: '--instance <name>',
    variable: 'SWRCTL_INSTANCE',
    description: 'instance of the enterprise edition, by name or id; none: the shared edition',
    default: 'from the profile, else the shared edition',
    group: CONNECTION,
  },
  registry: {
    flags: '--registry <host>',
    variable: 'SWRCTL_REGISTRY',
    description: 'registry host; http:// or https:// may stand before it',
    default: 'swr.REGION.CLOUD',
    group: CONNECTION,
  },
  endpoint: {
    flags: '--endpoint <url>',
    variable: 'SWRCTL_ENDPOINT',
    description: 'management API',
    default: 'https://swr-api.REGION.CLOUD',
    group: CONNECTION,
  },
  iamEndpoint: {
    flags: '--iam-endpoint <url>',
    variable: 'SWRCTL_IAM_ENDPOINT',
    description: 'identity service (IAM)',
    default: 'https://iam.REGION.CLOUD',
    group: CONNECTION,
  },
  jobs: {
    flags: '--jobs <count>',
    variable: 'SWRCTL_JOBS',
    description: 'transfers at the same time, 16 at most',
    default: '3',
    group: CONNECTION,
  },
  rate: {
    flags: '--rate <count>',
    variable: 'SWRCTL_RATE',
    description: 'requests per second to a registry or the API',
    default: 'what the registry is known to take',
    group: CONNECTION,
  },
  retries: {
    flags: '--retries <count>',
    variable: 'SWRCTL_RETRIES',
    description: 'extra tries after a failure that may pass',
    default: '5',
    group: CONNECTION,
  },
  timeout: {
    flags: '--timeout <duration>',
    variable: 'SWRCTL_TIMEOUT',
    description:
      'give up after this long without progress, and on a token, list, manifest or error that takes longer as a whole: 30s, 2m',
    default: '60s',
    group: CONNECTION,
  },
  caFile: {
    flags: '--ca-file <file>',
    description: 'PEM file with further certificate authorities to trust',
    group: CONNECTION,
  },
  insecure: {
    flags: '--insecure <host>',
    description: 'do not verify the TLS certificate of this host (repeatable)',
    isRepeatable: true,
    group: CONNECTION,
  },
  plainHttp: {
    flags: '--plain-http <host>',
    variable: 'SWRCTL_PLAIN_HTTP',
    description: 'ask this host over plain HTTP if it speaks no TLS, without a login (repeatable)',
    isRepeatable: true,
    check: hostName,
    group: CONNECTION,
  },
} as const satisfies Record<string, SettingRow>;

export type SettingName = keyof typeof SETTINGS;
