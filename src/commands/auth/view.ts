import { registryUser } from '../../app/account/registry-user.ts';
import type { Profile } from '../../auth/profile.ts';
import type { View } from '../../output/view.ts';
import { maskUser } from '../../registry/login.ts';

/** JSON fields of a profile: a contract with scripts. */
export const PROFILE_FIELDS = ['name', 'active', 'user', 'region', 'project', 'registry', 'org'] as const;

/** A profile as JSON shows it. */
export interface ProfileRow {
  readonly name: string;
  readonly active: boolean;
  /** `project@AK`, the middle of the AK hidden. */
  readonly user: string | null;
  readonly region: string | null;
  readonly project: string | null;
  readonly registry: string;
  readonly org: string | null;
}

export function profileRow(profile: Profile, active: boolean): ProfileRow {
  const { name, region = null, project = null, registry, org = null } = profile;
  const user = registryUser(profile);
  return { name, active, user: user === undefined ? null : maskUser(user), region, project, registry, org };
}

export const PROFILE_VIEW: View<ProfileRow> = {
  columns: [
    { header: 'Name', value: ({ name }) => name },
    { header: 'Active', value: ({ active }) => (active ? 'yes' : 'no') },
    { header: 'User', value: ({ user }) => user, drop: 1 },
    { header: 'Registry', value: ({ registry }) => registry },
    { header: 'Region', value: ({ region }) => region, wide: true },
    { header: 'Project', value: ({ project }) => project, wide: true },
    { header: 'Org', value: ({ org }) => org, wide: true },
  ],
  name: ({ name }) => name,
  empty: 'There are no profiles; make one with: swrctl login --region REGION --ak AK',
};
