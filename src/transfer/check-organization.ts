import type { Finding } from '../model/finding.ts';
import { isAtLeast, type PermissionLevel } from '../model/permission.ts';

/**
 * What an organization is to the caller: his level in it; `none` when he only has a right on a repository in it;
 * `closed` when it exists, and he has no right in it at all; `missing` in this region.
 */
export type OrganizationState = PermissionLevel | 'none' | 'closed' | 'missing';

export interface OrganizationFacts {
  readonly name: string;
  readonly state: OrganizationState;
  /** Where it was looked for: a region, or the host of a registry. */
  readonly place: string;
  /** True when the push makes it (`--create-org`). */
  readonly isCreated: boolean;
}

/**
 * Whether images may be uploaded to an organization: a right on a repository in it is not enough. Source:
 * docs/reference/service.md#permissions.
 */
export function checkOrganization({ name, state, place, isCreated }: OrganizationFacts): Finding[] {
  if (state === 'missing') return [isCreated ? created(name) : missing(name, place)];
  if (state === 'closed') return [closed(name)];
  return state !== 'none' && isAtLeast(state, 'edit') ? [] : [tooLow(name, state)];
}

const created = (name: string): Finding => ({
  level: 'info',
  check: 'organization',
  message: `the organization "${name}" does not exist yet: the push creates it`,
});

const missing = (name: string, place: string): Finding => ({
  level: 'blocker',
  check: 'organization',
  message: `the organization "${name}" does not exist in ${place}`,
  hint: `Create it with: swrctl org add ${name} (organizations belong to one region)`,
});

const closed = (name: string): Finding => ({
  level: 'blocker',
  check: 'organization-owner',
  message: `the organization "${name}" exists, but you have no right in it: it belongs to another account, or nobody gave you one`,
  hint: 'Choose another organization: names are unique over all accounts of a region',
});

const tooLow = (name: string, level: 'read' | 'none' | PermissionLevel): Finding => ({
  level: 'blocker',
  check: 'upload-right',
  message:
    level === 'none'
      ? `you have a right on a repository of "${name}" only, which is not enough: to upload takes edit on the organization`
      : `your permission on the organization "${name}" is ${level}: to upload takes edit, and edit on a repository is not enough`,
  hint: `Ask somebody with manage permission on "${name}" for edit on the organization`,
});
