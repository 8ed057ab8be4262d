import type { Credential } from '../../auth/credential.ts';
import { SwrctlError } from '../../base/errors.ts';
import { createSwrClient } from '../../swr/client.ts';
import { fetchTemporaryLogin } from '../../swr/temporary-login.ts';
import type { Context } from '../../app/world.ts';
import { requireEndpoint } from '../../app/settings/endpoints.ts';
import type { Services } from '../../app/services.ts';
import type { LoginAccount, LoginPlan } from './login-plan.ts';
import type { TemporaryKind } from './temporary-kind.ts';

/** The plan with a login of some hours in place of the login key. Asks the service, so the account must be known to it. */
export async function withTemporaryLogin(
  { output, world }: Context,
  services: Services,
  plan: LoginPlan,
  { kind, seconds }: TemporaryKind,
): Promise<LoginPlan> {
  const { account } = plan;
  const client = clientFor(services, plan, account, world.signal);
  const project = account?.target.project ?? '';
  const { username, password, expiresAt } = await output().waitFor('Asking for a temporary login', () =>
    fetchTemporaryLogin(client, { registry: plan.host, project, kind, seconds }),
  );
  return { ...plan, username, password, temporary: { kind, seconds, expiresAt } };
}

function clientFor(services: Services, plan: LoginPlan, account: LoginAccount | undefined, signal: AbortSignal) {
  const credential = credentialOf(account);
  if (account === undefined || credential === undefined) {
    throw new SwrctlError('USAGE', 'Only an access key or an IAM user can ask for a temporary login', {
      hint: 'Write: swrctl login --temporary --ak AK --sk-stdin',
    });
  }
  const { projectId, cloud } = account.target;
  const endpoint = requireEndpoint(account.target, 'management');
  const { http } = services.registry(plan.host, { login: undefined, scheme: plan.scheme });
  return createSwrClient({ http, endpoint, cloud, credential, projectId, signal });
}

function credentialOf(account: LoginAccount | undefined): Credential | undefined {
  if (account?.token !== undefined) return { kind: 'iam-token', token: account.token.token };
  return account?.key;
}
