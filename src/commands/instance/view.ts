import { present } from '../../base/decode.ts';
import type { Instance } from '../../swr/enterprise/instances.ts';
import type { View } from '../../output/output.ts';

/** JSON fields of an instance: a contract. Source: docs/reference/contract.md#json-fields. */
export const INSTANCE_FIELDS = [
  ...(['name', 'id', 'status', 'spec', 'version', 'host', 'vpc', 'subnet', 'createdAt', 'expiresAt'] as const),
] as const;

/** Further fields of `show`. */
export const INSTANCE_DETAIL_FIELDS = ['quota', 'usage', 'anonymous', 'features'] as const;

/** An instance as JSON shows it. */
export interface InstanceRow {
  readonly name: string;
  readonly id: string;
  readonly status: string;
  readonly spec?: string;
  readonly version?: string;
  readonly host?: string;
  readonly vpc?: string;
  readonly subnet?: string;
  readonly createdAt?: string;
  readonly expiresAt?: string;
}

export function instanceRow(instance: Instance): InstanceRow {
  const { name, id, status, spec, version, host, vpc, subnet, createdAt, expiresAt } = instance;
  return {
    name,
    id,
    status,
    ...present({
      spec,
      version,
      host,
      vpc,
      subnet,
      createdAt: createdAt?.toISOString(),
      expiresAt: expiresAt?.toISOString(),
    }),
  };
}

export const INSTANCE_VIEW: View<InstanceRow> = {
  columns: [
    { header: 'Name', value: ({ name }) => name },
    { header: 'Status', value: ({ status }) => status },
    { header: 'Host', value: ({ host }) => host, drop: 3 },
    { header: 'Spec', value: ({ spec }) => spec, drop: 1 },
    { header: 'Created at', value: ({ createdAt }) => createdAt, kind: 'time', drop: 2 },
    { header: 'ID', value: ({ id }) => id, field: 'id', wide: true },
    { header: 'Version', value: ({ version }) => version, wide: true },
    { header: 'VPC', value: ({ vpc }) => vpc, field: 'vpc', wide: true },
    { header: 'Subnet', value: ({ subnet }) => subnet, wide: true },
    { header: 'Expires at', value: ({ expiresAt }) => expiresAt, kind: 'time', wide: true },
  ],
  name: ({ name }) => name,
  empty: 'There are no instances of the enterprise edition in this project and region',
};

/** With what only `show` asks for. */
export interface InstanceDetails extends InstanceRow {
  /** By what is counted; absent where the caller may not see it. */
  readonly quota?: Readonly<Record<string, number>>;
  readonly usage?: Readonly<Record<string, number>>;
  /** Whether anybody may pull from public namespaces without a login. */
  readonly anonymous?: boolean;
  readonly features?: readonly string[];
}

const counted = (counts: Readonly<Record<string, number>> | undefined): readonly string[] =>
  Object.entries(counts ?? {}).map(([name, count]) => `${name} ${count}`);

export const INSTANCE_DETAILS_VIEW: View<InstanceDetails> = {
  ...INSTANCE_VIEW,
  columns: [
    ...INSTANCE_VIEW.columns,
    { header: 'Anonymous', value: ({ anonymous }) => anonymous },
    { header: 'Features', value: ({ features }) => features, kind: 'lines' },
    { header: 'Usage', value: ({ usage }) => counted(usage), kind: 'lines' },
    { header: 'Quota', value: ({ quota }) => counted(quota), kind: 'lines' },
  ],
};

/** An instance with what `set` changes. */
export const INSTANCE_SETTINGS_VIEW: View<InstanceRow & Pick<InstanceDetails, 'anonymous'>> = {
  ...INSTANCE_VIEW,
  columns: [...INSTANCE_VIEW.columns, { header: 'Anonymous', value: ({ anonymous }) => anonymous }],
};

/** A new instance, with the job that makes it. */
export const INSTANCE_ADDED_VIEW: View<InstanceRow & { readonly job?: string }> = {
  ...INSTANCE_VIEW,
  columns: [...INSTANCE_VIEW.columns, { header: 'Job', value: ({ job }) => job }],
};
