import { present } from '../../base/decode.ts';
import type { View } from '../../output/output.ts';
import type { AllowedRange, PublicAccess, VpcEntry } from '../../swr/enterprise/network.ts';

/** JSON fields of an address that is let in: a contract. Source: docs/reference/contract.md#json-fields. */
export const ALLOW_FIELDS = ['cidr', 'description'] as const;

/** JSON fields of a VPC that is let in. */
export const VPC_FIELDS = [
  ...(['id', 'vpc', 'vpcName', 'subnet', 'subnetName', 'status', 'statusText'] as const),
  ...(['ip', 'project', 'description', 'createdAt'] as const),
] as const;

/** JSON fields of public access. */
export const PUBLIC_FIELDS = ['status', 'allowList'] as const;

/** JSON fields of the whole network. */
export const NETWORK_FIELDS = [...PUBLIC_FIELDS, 'vpcs'] as const;

/** Who is let in over the internet, as JSON shows it. */
export interface AllowRow {
  readonly cidr: string;
  readonly description?: string;
}

export const allowRow = ({ cidr, description }: AllowedRange): AllowRow => ({ cidr, ...present({ description }) });

export const ALLOW_VIEW: View<AllowRow> = {
  columns: [
    { header: 'CIDR', value: ({ cidr }) => cidr, field: 'cidr' },
    { header: 'Description', value: ({ description }) => description, flow: 'shorten' },
  ],
  name: ({ cidr }) => cidr,
  empty: 'No address is let in over the internet; add one with: swrctl network allow add CIDR',
};

/** Access from a VPC, as JSON shows it. */
export interface VpcRow {
  readonly id: string;
  readonly vpc?: string;
  readonly vpcName?: string;
  readonly subnet?: string;
  readonly subnetName?: string;
  /** Creating, Running, CreateError, Deleting, DeleteError. */
  readonly status: string;
  readonly statusText?: string;
  /** Address of the instance inside the VPC. */
  readonly ip?: string;
  readonly project?: string;
  readonly description?: string;
  readonly createdAt?: string;
}

export function vpcRow({ id, status, createdAt, ...entry }: VpcEntry): VpcRow {
  const { vpc, vpcName, subnet, subnetName, statusText, ip, project, description } = entry;
  return {
    id,
    status,
    ...present({ vpc, vpcName, subnet, subnetName, statusText }),
    ...present({ ip, project, description, createdAt: createdAt?.toISOString() }),
  };
}

export const VPC_VIEW: View<VpcRow> = {
  columns: [
    { header: 'ID', value: ({ id }) => id, field: 'id' },
    { header: 'VPC', value: ({ vpc }) => vpc, field: 'vpc' },
    { header: 'Status', value: ({ status }) => status },
    { header: 'IP', value: ({ ip }) => ip, field: 'ip', drop: 3 },
    { header: 'Description', value: ({ description }) => description, flow: 'shorten', drop: 2 },
    { header: 'Created at', value: ({ createdAt }) => createdAt, kind: 'time', drop: 1 },
    { header: 'VPC name', value: ({ vpcName }) => vpcName, field: 'vpcName', wide: true },
    { header: 'Subnet', value: ({ subnet }) => subnet, wide: true },
    { header: 'Subnet name', value: ({ subnetName }) => subnetName, wide: true },
    { header: 'Status text', value: ({ statusText }) => statusText, wide: true },
    { header: 'Project', value: ({ project }) => project, wide: true },
  ],
  name: ({ id }) => id,
  empty: 'No VPC is let in but the own one of the instance; add one with: swrctl network vpc add --vpc ID --subnet ID',
};

/** The switch of public access as JSON shows it. */
export interface PublicRow {
  /** on, off, or on the way: enabling, disabling, enable-failed, disable-failed. */
  readonly status: string;
  readonly allowList: readonly AllowRow[];
}

export const publicRow = ({ status, allowList }: PublicAccess): PublicRow => ({
  status: publicStatus(status),
  allowList: allowList.map(allowRow),
});

/** One word for each state of the switch. @param wire in lower case. */
export function publicStatus(wire: string): string {
  const words: Readonly<Record<string, string>> = {
    ...{ enable: 'on', disable: 'off' },
    ...{ enablefailed: 'enable-failed', disablefailed: 'disable-failed' },
  };
  return words[wire] ?? wire;
}

const allowLine = ({ cidr, description }: AllowRow): string => [cidr, description].filter(Boolean).join(' ');

export const PUBLIC_VIEW: View<PublicRow> = {
  columns: [
    { header: 'Status', value: ({ status }) => status },
    { header: 'Allow list', value: ({ allowList }) => allowList.map(allowLine), kind: 'lines', field: 'allowList' },
  ],
  name: ({ status }) => status,
};

/** From where an instance can be reached, as JSON shows it. */
export interface NetworkRow extends PublicRow {
  readonly vpcs: readonly VpcRow[];
}

const vpcLine = ({ id, vpc, status }: VpcRow): string => [id, vpc, status].filter(Boolean).join(' ');

export const NETWORK_VIEW: View<NetworkRow> = {
  columns: [
    ...PUBLIC_VIEW.columns,
    { header: 'VPCs', value: ({ vpcs }) => vpcs.map(vpcLine), kind: 'lines', field: 'vpcs' },
  ],
  name: ({ status }) => status,
};
