import { list, map, object, optional, present, string, withDefault } from '../../base/decode.ts';
import { endpoint, nothing } from '../endpoint.ts';
import type { Page } from '../paging.ts';
import { count, maybeText, maybeTime } from './wire.ts';

const ONE = '/v2/{project}/instances/{instance}';

/** Who is let in while public access is on: an address, or a range of them. */
export interface AllowedRange {
  readonly cidr: string;
  readonly description: string;
}

/** Access over the internet. */
export interface PublicAccess {
  /** enable, disable, or on the way there: enabling, disabling, enablefailed, disablefailed. */
  readonly status: string;
  readonly allowList: readonly AllowedRange[];
}

export const getPublicAccess = endpoint({
  does: 'show the public access of the instance',
  method: 'GET',
  path: `${ONE}/endpoint-policy`,
  decode: map(
    object({
      status: withDefault(string, ''),
      ip_list: list(
        map(object({ ip: string, description: withDefault(string, '') }), ({ ip, description }): AllowedRange => ({
          cidr: ip,
          description,
        })),
      ),
    }),
    (wire): PublicAccess => ({ status: wire.status.toLowerCase(), allowList: wire.ip_list }),
  ),
});

export const switchPublicAccess = endpoint({
  does: 'switch the public access of the instance',
  method: 'POST',
  path: `${ONE}/endpoint-policy`,
  encode: ({ isOn }: { readonly isOn: boolean }) => ({ enable: isOn }),
  decode: nothing,
});

/** The list is replaced as a whole. It can be changed only while public access is on. */
export const replaceAllowList = endpoint({
  does: 'change who may reach the instance',
  method: 'PUT',
  path: `${ONE}/endpoint-policy`,
  encode: (ranges: readonly AllowedRange[]) => ({
    ip_list: ranges.map(({ cidr, description }) => ({ ip: cidr, description })),
  }),
  decode: nothing,
});

/** Access from a subnet of a VPC. */
export interface VpcEntry {
  readonly id: string;
  /** Creating, Running, CreateError, Deleting, DeleteError. */
  readonly status: string;
  readonly statusText?: string;
  readonly vpc?: string;
  readonly vpcName?: string;
  readonly subnet?: string;
  readonly subnetName?: string;
  readonly project?: string;
  readonly ip?: string;
  readonly description?: string;
  readonly createdAt?: Date;
}

const vpcEntry = map(
  object({
    id: string,
    status: withDefault(string, ''),
    status_text: maybeText,
    vpc_id: maybeText,
    vpc_name: maybeText,
    subnet_id: maybeText,
    subnet_name: maybeText,
    project_id: maybeText,
    endpoint_ip: maybeText,
    description: maybeText,
    created_at: maybeTime,
  }),
  (wire): VpcEntry => ({
    id: wire.id,
    status: wire.status,
    ...present({
      statusText: wire.status_text,
      vpc: wire.vpc_id,
      vpcName: wire.vpc_name,
      subnet: wire.subnet_id,
      subnetName: wire.subnet_name,
      project: wire.project_id,
      ip: wire.endpoint_ip,
      description: wire.description,
      createdAt: wire.created_at,
    }),
  }),
);

export const listVpcEntries = endpoint({
  does: 'list the VPCs that reach the instance',
  method: 'GET',
  path: `${ONE}/internal-endpoints`,
  query: ['limit', 'offset'],
  decode: map(
    object({ internal_endpoints: list(vpcEntry), total: optional(count) }),
    ({ internal_endpoints: items, total }): Page<VpcEntry> => ({ items, ...present({ total }) }),
  ),
});

export const getVpcEntry = endpoint({
  does: 'show VPC entry {entry}',
  method: 'GET',
  path: `${ONE}/internal-endpoints/{entry}`,
  decode: vpcEntry,
});

export const createVpcEntry = endpoint({
  does: 'let VPC {vpc} reach the instance',
  method: 'POST',
  path: `${ONE}/internal-endpoints`,
  encode: (body: {
    readonly project: string;
    readonly vpc: string;
    readonly subnet: string;
    readonly description?: string | undefined;
  }) => ({
    project_id: body.project,
    vpc_id: body.vpc,
    subnet_id: body.subnet,
    ...(body.description === undefined ? {} : { description: body.description }),
  }),
  decode: map(object({ id: string }), ({ id }) => id),
});

export const deleteVpcEntry = endpoint({
  does: 'remove VPC entry {entry}',
  method: 'DELETE',
  path: `${ONE}/internal-endpoints/{entry}`,
  decode: nothing,
});

/** A host name of an instance. */
export interface Domain {
  readonly id: string;
  readonly host: string;
  readonly isDefault: boolean;
  readonly certificate?: string;
  readonly createdAt?: Date;
  readonly updatedAt?: Date;
}

const domain = map(
  object({
    uid: string,
    domain_name: string,
    type: withDefault(string, 'custom'),
    certificate_id: maybeText,
    created_at: maybeTime,
    updated_at: maybeTime,
  }),
  (wire): Domain => ({
    id: wire.uid,
    host: wire.domain_name,
    isDefault: wire.type === 'default',
    ...present({ certificate: wire.certificate_id, createdAt: wire.created_at, updatedAt: wire.updated_at }),
  }),
);

/** All in one answer. */
export const listDomains = endpoint({
  does: 'list the domains of the instance',
  method: 'GET',
  path: `${ONE}/domainname`,
  query: ['domain_name'],
  decode: map(object({ domain_name_infos: list(domain) }), ({ domain_name_infos: domains }) => domains),
});

export const createDomain = endpoint({
  does: 'add domain {host}',
  method: 'POST',
  path: `${ONE}/domainname`,
  encode: ({ host, certificate }: { readonly host: string; readonly certificate: string }) => ({
    domain_name: host,
    certificate_id: certificate,
  }),
  decode: nothing,
});

export const updateDomain = endpoint({
  does: 'change domain {domain}',
  method: 'PUT',
  path: `${ONE}/domainname/{domain}`,
  encode: ({ certificate }: { readonly certificate: string }) => ({ certificate_id: certificate }),
  decode: nothing,
});

export const deleteDomain = endpoint({
  does: 'remove domain {domain}',
  method: 'DELETE',
  path: `${ONE}/domainname/{domain}`,
  decode: nothing,
});
