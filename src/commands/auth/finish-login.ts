import type { Context } from '../../app/world.ts';
import type { Services } from '../../app/services.ts';
import { SwrctlError, hasCode } from '../../base/errors.ts';
import { formatRelativeTime } from '../../output/units.ts';
import type { RegistryHost } from '../../registry/host-types.ts';
import { maskUser } from '../../registry/login.ts';
import { engineLine } from './engine-line.ts';
import type { LoginPlan } from './login-plan.ts';
import type { LoginOptions } from './login-options.ts';
import { warnIfOpen } from './open-file.ts';
import { saveAccount } from './save-login.ts';
import { storeLogin } from './store-login.ts';

/** A login that is ready to be written. */
export interface ReadyLogin {
  readonly plan: LoginPlan;
  /** Opened with this very login. */
  readonly host: RegistryHost;
  readonly options: LoginOptions;
}

/** Prints the login, or writes it and says what went where. */
export async function finishLogin(
  context: Context,
  services: Services,
  { plan, host, options }: ReadyLogin,
): Promise<void> {
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
  const end = plan.temporary?.expiresAt ?? plan.instance?.expiresAt;
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

/** Lets the registry say whether it takes the login. @throws {SwrctlError} AUTH_DENIED */
export async function prove({ output, world }: Context, host: RegistryHost): Promise<void> {
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
