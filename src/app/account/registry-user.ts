import { loginUser } from '../../auth/login-key.ts';
import type { Profile } from '../../auth/profile.ts';

/** The registry user of a profile: `project@AK`. Undefined when the profile does not know it, as that of an instance. */
export function registryUser({ project, region, accessKey, instance }: Profile): string | undefined {
  if (instance !== undefined) return undefined;
  const left = project ?? region;
  return left === undefined || accessKey === undefined ? undefined : loginUser(left, accessKey);
}
