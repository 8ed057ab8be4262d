import type { View } from '../../output/view.ts';
import type { SettingSource } from '../../app/settings/settings.ts';

/** JSON fields of `auth status`: a contract with scripts. */
export const STATUS_FIELDS = [
  ...['profile', 'user', 'project', 'region', 'instance', 'registry', 'endpoint', 'iamEndpoint', 'sources'],
  ...['login', 'loginSource', 'loginExpiresAt', 'api', 'credential', 'keyCreatedAt', 'clockSkew', 'ignored'],
] as const;

/** `none`: there is nothing to log in with; `unchecked`: not asked. */
export type CheckResult = 'ok' | 'failed' | 'none' | 'unchecked';

/** Settings that say where; `default` is what follows from the region. */
export const PLACES = ['project', 'region', 'registry', 'endpoint', 'iamEndpoint'] as const;

/** What is in use, as JSON shows it. */
export interface StatusRow {
  readonly profile: string | null;
  /** Of the registry; the middle of an AK is hidden. */
  readonly user: string | null;
  readonly project: string | null;
  readonly region: string | null;
  readonly registry: string | null;
  readonly endpoint: string | null;
  readonly iamEndpoint: string | null;
  readonly sources: Readonly<Record<(typeof PLACES)[number], SettingSource | null>>;
  /** Name of the instance in use; absent: the shared edition. */
  readonly instance?: string;
  /** Whether the registry takes the login. */
  readonly login: CheckResult;
  /** Where the login comes from, in words. */
  readonly loginSource: string | null;
  /** When a temporary login in the file of docker or podman ends, ISO 8601. */
  readonly loginExpiresAt: string | null;
  /** Whether the management API takes the secret key. */
  readonly api: CheckResult;
  /** Where the credential of the management API comes from, in words. */
  readonly credential: string | null;
  /** When the access key was made, ISO 8601; null where IAM does not tell. */
  readonly keyCreatedAt: string | null;
  /** Seconds that this machine is ahead of the service; beyond 900 no signature is taken. */
  readonly clockSkew: number | null;
  /** What was passed over, and why. */
  readonly ignored: readonly { readonly source: string; readonly reason: string }[];
}

const INSTANCE = { header: 'Instance', value: ({ instance }: StatusRow) => instance };

/** @param isOfInstance whether the row has an instance; the shared edition has none. */
export const statusView = (isOfInstance: boolean): View<StatusRow> => ({
  columns: [
    { header: 'Profile', value: ({ profile }) => profile },
    { header: 'User', value: ({ user }) => user },
    { header: 'Project', value: ({ project }) => project },
    { header: 'Region', value: ({ region }) => region },
    ...(isOfInstance ? [INSTANCE] : []),
    { header: 'Registry', value: ({ registry }) => registry },
    { header: 'Endpoint', value: ({ endpoint }) => endpoint },
    { header: 'IAM endpoint', value: ({ iamEndpoint }) => iamEndpoint },
    { header: 'Sources', value: ({ sources }) => sources, text: ({ sources }) => sourceText(sources) },
    { header: 'Login', value: ({ login }) => login },
    { header: 'Login source', value: ({ loginSource }) => loginSource },
    { header: 'Login ends', field: 'loginExpiresAt', value: ({ loginExpiresAt }) => loginExpiresAt, kind: 'time' },
    { header: 'API', value: ({ api }) => api },
    { header: 'Credential', value: ({ credential }) => credential },
    { header: 'Key made', field: 'keyCreatedAt', value: ({ keyCreatedAt }) => keyCreatedAt, kind: 'time' },
    {
      header: 'Clock',
      field: 'clockSkew',
      value: ({ clockSkew }) => clockSkew,
      text: ({ clockSkew }) => clockText(clockSkew),
    },
    { header: 'Ignored', value: ({ ignored }) => ignored, text: ({ ignored }) => ignoredText(ignored) },
  ],
  name: ({ profile, registry }) => profile ?? registry ?? '',
});

/** Less than a few seconds is the way of the answer. */
function clockText(seconds: number | null): string | null {
  if (seconds === null) return null;
  if (Math.abs(seconds) < 5) return 'right';
  return `${Math.abs(seconds)} s ${seconds > 0 ? 'ahead' : 'behind'}`;
}

function sourceText(sources: StatusRow['sources']): string | null {
  const parts = PLACES.flatMap((name) => (sources[name] === null ? [] : [`${name} ${sources[name]}`]));
  return parts.length === 0 ? null : parts.join(', ');
}

function ignoredText(ignored: StatusRow['ignored']): string | null {
  return ignored.length === 0 ? null : ignored.map(({ source, reason }) => `${source}: ${reason}`).join('; ');
}
