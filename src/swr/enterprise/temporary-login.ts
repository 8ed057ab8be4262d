import type { TemporaryLogin } from '../../auth/login-cache.ts';
import type { InstancePlace } from '../../model/instance.ts';
import type { SwrClient } from '../client.ts';
import { createInstanceClient } from './client.ts';
import { createTemporaryCredential } from './credentials.ts';

/** Gets a login of an instance that ends by itself. The answer says when; 24 hours are usual. */
export async function fetchInstanceLogin(swr: SwrClient, place: InstancePlace): Promise<TemporaryLogin> {
  const { userId, authToken, expiresAt } = await createInstanceClient(swr, place).call(createTemporaryCredential, {});
  return { username: userId, password: authToken, expiresAt };
}
