import { hasCode } from '../../base/errors.ts';
import { warn } from '../../doctor/check.ts';
import type { Services } from '../../app/services.ts';

export const notAsked = warn('Not asked: there is no secret key', 'Run: swrctl login, or set SWRCTL_AK and SWRCTL_SK');

/** Half a pair is none here; the check of the credential itself reports it. */
export async function hasCredential({ findCredential }: Pick<Services, 'findCredential'>): Promise<boolean> {
  try {
    return (await findCredential()).credential !== undefined;
  } catch (error) {
    if (hasCode(error, 'AUTH_REQUIRED')) return false;
    throw error;
  }
}
