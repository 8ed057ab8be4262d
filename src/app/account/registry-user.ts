import { loginUser } from '../../auth/login-key.ts';
import type { Profile } from '../../auth/profile.ts';

/** The registry user of a profile: `project@AK`. Undefined when the profile does not know it. */
export function registryUser({ project, region, accessKey }: Profile): string | undefined {
  const left = project ?? region;
  return left === undefined || accessKey === undefined ? undefined : loginUser(left, accessKey);
}
