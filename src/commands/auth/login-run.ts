import { SwrctlError } from '../../base/errors.ts';
import { NO_INSTANCE } from '../../model/instance.ts';
import { needsInstance } from '../../swr/enterprise/client.ts';
import { isRefusedLogin } from '../../registry/problem.ts';
import type { RegistryHost } from '../../registry/host-types.ts';
import type { Context } from '../../app/world.ts';
import type { Services } from '../../app/services.ts';
import { checkHelper } from './check-helper.ts';
import { finishLogin, prove } from './finish-login.ts';
import { planIamUserLogin } from './iam-user.ts';
import { runInstanceLogin } from './instance-login.ts';
import { planAccountLogin, planPasswordLogin, type LoginPlan } from './login-plan.ts';
import { filesOf } from './store-login.ts';
import { temporaryKind } from './temporary-kind.ts';
import { withTemporaryLogin } from './temporary.ts';
import type { LoginOptions } from './login-options.ts';

/** `swrctl login`: decides everything, proves it, then writes. */
export async function runLogin(context: Context, options: LoginOptions): Promise<void> {
  checkUsage(options);
  const services = await context.services();
  if (isOfInstance(services, options)) return runInstanceLogin(context, services, options);
  const planned = await planLogin(context, services, options);
  filesOf(services, planned, options, context.world); // a mistake in --for is one before anything is sent
  checkHelper(context, planned, options);
  const { plan, host } = await openProven(context, services, planned, options);
  await finishLogin(context, services, { plan, host, options });
}

/** A host or a password on the command line says what is meant; else the instance in use counts. */
function isOfInstance({ settings }: Services, options: LoginOptions): boolean {
  const { instance } = settings;
  const isSaid = instance !== undefined && instance !== NO_INSTANCE;
  const isOther = options.host !== undefined || options.username !== undefined || options.passwordStdin === true;
  if (isSaid && (!isOther || options.iamUser !== undefined)) return true;
  if (options.longTerm !== undefined) throw needsInstance('A long-term credential');
  return false;
}

async function planLogin(context: Context, services: Services, options: LoginOptions): Promise<LoginPlan> {
  const isPassword = options.username !== undefined || options.passwordStdin === true;
  const isUser = options.iamUser !== undefined;
  const kind = temporaryKind(options);
  const make = isUser ? planIamUserLogin : isPassword ? planPasswordLogin : planAccountLogin;
  const plan = await make(context, services, options);
  if (kind === undefined && !isUser) return plan;
  return withTemporaryLogin(context, services, plan, kind ?? { kind: 'temporary', seconds: undefined });
}

function checkUsage({ username, iamUser, passwordStdin, ak, skStdin, skFile, credentialsFile }: LoginOptions): void {
  const hasKey = [ak, skStdin, skFile, credentialsFile].some((flag) => flag !== undefined);
  if (iamUser !== undefined && (hasKey || username !== undefined)) {
    throw new SwrctlError('USAGE', '--iam-user goes with a password only', {
      hint: 'Write: swrctl login --iam-user ACCOUNT/USER --password-stdin',
    });
  }
  if (!hasKey || (username === undefined && passwordStdin === undefined)) return;
  throw new SwrctlError('USAGE', 'An access key and a password do not go together', {
    hint: 'Use --ak and --sk-stdin for SWR, or -u USER and --password-stdin for any registry',
  });
}

/** The key of an account goes to this very host only; a password also to the token address that the registry names. */
function openHost(
  { registry }: Services,
  { host, scheme, username, password, source, account }: LoginPlan,
): RegistryHost {
  const login = { username, password, source, sameOriginOnly: account !== undefined };
  return registry(host, { scheme, login });
}

/**
 * Opens the registry with the login of the plan, proven if that is wanted. Nobody knows whether the registry takes one that follows from a temporary key; where it
 * does not, the service is asked for one.
 */
async function openProven(
  context: Context,
  services: Services,
  plan: LoginPlan,
  { verify }: Pick<LoginOptions, 'verify'>,
): Promise<{ readonly plan: LoginPlan; readonly host: RegistryHost }> {
  const host = openHost(services, plan);
  try {
    if (verify) await prove(context, host);
    return { plan, host };
  } catch (error) {
    const isOfTemporaryKey = plan.temporary === undefined && plan.account?.key?.securityToken !== undefined;
    if (!isOfTemporaryKey || !isRefusedLogin(error)) throw error;
  }
  context.output().note(`${plan.host} takes no login that follows from a temporary access key; the service makes one`);
  const other = await withTemporaryLogin(context, services, plan, { kind: 'temporary', seconds: undefined });
  return openProven(context, services, other, { verify });
}
