import type { Credential } from '../../auth/credential.ts';
import { SwrctlError } from '../../base/errors.ts';
import { createSwrClient } from '../../swr/client.ts';
import { fetchTemporaryLogin } from '../../swr/temporary-login.ts';
import type { Context } from '../../app/world.ts';
import { requireEndpoint } from '../../app/settings/endpoints.ts';
import { durationMs } from '../../app/settings/parse.ts';
import type { Services } from '../../app/services.ts';
import type { LoginAccount, LoginPlan, TemporaryKind } from './login-plan.ts';
import type { LoginOptions } from './login.ts';

const [MIN_SECONDS, MAX_SECONDS] = [900, 86_400];

/** What `--temporary`, `--enhanced` and `--duration` say together; undefined without them. @throws {SwrctlError} USAGE */
export function temporaryKind({ temporary, enhanced, duration }: LoginOptions): TemporaryKind | undefined {
  if (duration === undefined) {
    if (enhanced) return { kind: 'enhanced', seconds: undefined };
    return temporary ? { kind: 'temporary', seconds: undefined } : undefined;
  }
  if (enhanced || !temporary) {
    const hint = 'Write: swrctl login --temporary --duration 6h';
    throw new SwrctlError('USAGE', '--duration goes with --temporary only', { hint });
  }
  const seconds = Math.round(durationMs(duration, '--duration') / 1000);
  if (seconds >= MIN_SECONDS && seconds <= MAX_SECONDS) return { kind: 'temporary', seconds };
  throw new SwrctlError('USAGE', `--duration is "${duration}", expected 15m to 24h`);
}

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
