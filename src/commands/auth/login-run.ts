import { INSTALL } from '../../app/install-hint.ts';
import { OWN_HELPER_PROGRAM } from '../../auth/docker-config.ts';
import { findHelper } from '../../auth/run-helper.ts';
import { SwrctlError, hasCode } from '../../base/errors.ts';
import { maskUser } from '../../registry/login.ts';
import { isRefusedLogin } from '../../registry/problem.ts';
import type { RegistryHost } from '../../registry/host-types.ts';
import type { Context } from '../../app/world.ts';
import type { Services } from '../../app/services.ts';
import { formatRelativeTime } from '../../output/units.ts';
import { engineLine } from './engine-line.ts';
import { planIamUserLogin } from './iam-user.ts';
import { planAccountLogin, planPasswordLogin, type LoginPlan } from './login-plan.ts';
import { saveAccount } from './save-login.ts';
import { warnIfOpen } from './open-file.ts';
import { filesOf, storeLogin } from './store-login.ts';
import { temporaryKind } from './temporary-kind.ts';
import { withTemporaryLogin } from './temporary.ts';
import type { LoginOptions } from './login-options.ts';

/** `swrctl login`: decides everything, proves it, then writes. */
export async function runLogin(context: Context, options: LoginOptions): Promise<void> {
  checkUsage(options);
  const services = await context.services();
  const planned = await planLogin(context, services, options);
  filesOf(services, planned, options, context.world); // a mistake in --for is one before anything is sent
  if (options.helper) checkHelper(context, planned);
  const { plan, host } = await openProven(context, services, planned, options);
  if (options.print !== undefined) {
    const isPlainHttp = options.verify ? (await host.facts()).origin.startsWith('http:') : plan.scheme === 'http';
    await context.output().text(`${engineLine(options.print, { ...plan, isPlainHttp })}\n`);
    return;
  }
  const { note } = context.output();
  const { account } = plan;
  const { notes, plainFiles } = account
    ? await saveAccount(services, { plan, account, host, options, world: context.world })
    : await storePassword(context, services, plan, options);
  const end = plan.temporary?.expiresAt;
  const ends =
    end === undefined ? '' : `, until ${end.toISOString()} (${formatRelativeTime(end, context.world.now())})`;
  note(`Logged in to ${plan.host} as ${maskUser(plan.username)}${ends}${options.verify ? '' : ' (not verified)'}`);
  for (const text of notes) note(text);
  for (const path of plainFiles) await warnIfOpen(context, path, 'the login, not encrypted');
}

/** No profile is made for it, so what its address said about plain HTTP is kept beside the profiles. */
async function storePassword({ world }: Context, services: Services, plan: LoginPlan, options: LoginOptions) {
  const stored = await storeLogin(services, plan, options, world);
  await services.profiles.setHttp(plan.host, plan.scheme === 'http');
  return stored;
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

/** Before anything is written. */
function checkHelper({ world }: Context, { account }: LoginPlan): void {
  if (account?.key === undefined && account?.token === undefined) {
    throw new SwrctlError('USAGE', '--helper needs an access key or an IAM user to make logins from', {
      hint: 'Log in with --ak AK --sk-stdin, or leave --helper out',
    });
  }
  if (findHelper(OWN_HELPER_PROGRAM, world.env) !== undefined) return;
  throw new SwrctlError('HELPER_FAILED', `${OWN_HELPER_PROGRAM} is not on the PATH, so docker could not run it`, {
    hint: INSTALL,
  });
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

async function prove({ output, world }: Context, host: RegistryHost): Promise<void> {
  await output()
    .waitFor(`Checking the login at ${host.host}`, () => host.ping(world.signal))
    .catch(async (error: unknown) => {
      throw hasCode(error, 'AUTH_DENIED') ? refused(error, (await host.facts()).isSwr) : error;
    });
  const { challenge } = await host.facts();
  if (challenge === undefined) output().warn(`${host.host} asks nobody for a login, so this one proves nothing`);
}

function refused({ code, message, service }: SwrctlError, isSwr: boolean): SwrctlError {
  const what = isSwr ? 'user or access key, secret, and project or region' : 'user and password';
  return new SwrctlError(code, message, {
    hint: `Check ${what}, then run it again; nothing was written`,
    service,
  });
}
