import { SwrctlError, hasCode } from '../../errors.ts';
import { maskUser } from '../../registry/login.ts';
import type { RegistryHost } from '../../registry/host.ts';
import type { Context } from '../context.ts';
import { regionWarning } from '../regions.ts';
import type { Services } from '../services.ts';
import { engineLine } from './engine-line.ts';
import { planAccountLogin, planPasswordLogin, type LoginPlan } from './login-plan.ts';
import type { LoginOptions } from './login.ts';
import { saveAccount, storeLogin } from './save-login.ts';

/** `swrctl login`: decides everything, proves it, then writes. */
export async function runLogin(context: Context, options: LoginOptions): Promise<void> {
  checkUsage(options);
  const services = await context.services();
  const isPassword = options.username !== undefined || options.passwordStdin === true;
  const plan = await (isPassword ? planPasswordLogin : planAccountLogin)(context, services, options);
  warnAboutRegion(context, plan);
  const host = openHost(services, plan);
  if (options.verify) await prove(context, host);
  if (options.print !== undefined) {
    const isPlainHttp = options.verify ? (await host.facts()).origin.startsWith('http:') : plan.scheme === 'http';
    await context.output().text(`${engineLine(options.print, { ...plan, isPlainHttp })}\n`);
    return;
  }
  const { note } = context.output();
  const { account } = plan;
  const notes = account
    ? await saveAccount(services, { plan, account, host, options, world: context.world })
    : [(await storeLogin(services, plan)).note];
  note(`Logged in to ${plan.host} as ${maskUser(plan.username)}${options.verify ? '' : ' (not verified)'}`);
  for (const text of notes) note(text);
}

function checkUsage({ username, passwordStdin, ak, skStdin, skFile, credentialsFile }: LoginOptions): void {
  const hasKey = [ak, skStdin, skFile, credentialsFile].some((flag) => flag !== undefined);
  if (!hasKey || (username === undefined && passwordStdin === undefined)) return;
  throw new SwrctlError('USAGE', 'An access key and a password do not go together', {
    hint: 'Use --ak and --sk-stdin for SWR, or -u USER and --password-stdin for any registry',
  });
}

function warnAboutRegion({ output }: Context, { account }: LoginPlan): void {
  const region = account?.target.region;
  const warning = region === undefined ? undefined : regionWarning(region);
  if (warning !== undefined) output().warn(warning);
}

/** The key of an account goes to this very host only; a password also to the token address that the registry names. */
function openHost({ registry }: Services, { host, scheme, username, password, source, account }: LoginPlan) {
  const login = { username, password, source, sameOriginOnly: account !== undefined };
  return registry(host, { scheme, login });
}

async function prove({ output, world }: Context, host: RegistryHost): Promise<void> {
  await output()
    .waitFor(`Checking the login at ${host.host}`, () => host.ping(world.signal))
    .catch((error: unknown) => {
      throw hasCode(error, 'AUTH_DENIED') ? refused(error) : error;
    });
  const { challenge } = await host.facts();
  if (challenge === undefined) output().warn(`${host.host} asks nobody for a login, so this one proves nothing`);
}

function refused({ code, message, service }: SwrctlError): SwrctlError {
  return new SwrctlError(code, message, {
    hint: 'Check user or access key, secret, and project or region, then run it again; nothing was written',
    ...(service ? { service } : {}),
  });
}
