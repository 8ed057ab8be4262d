import { environmentKey } from '../../auth/chain.ts';
import { SwrctlError, hasCode } from '../../base/errors.ts';
import { posixQuote } from '../../model/shell-word.ts';
import type { Context } from '../../app/world.ts';
import { registryAddress } from '../../app/settings/parse.ts';
import type { Services } from '../../app/services.ts';
import { revokeCredential } from './revoke-credential.ts';
import { secretsLeft } from './left-secret.ts';
import { takeBack } from './store-login.ts';
import {
  merge,
  forgetHelper,
  forgetLogin,
  forgetTemporary,
  eraseLogin,
  forgetSecret,
  type Forgotten,
} from './forget-login.ts';

export interface LogoutOptions {
  /** True: also remove the credential that login made in the instance. */
  readonly revoke: boolean;
}

/** `swrctl logout`: of one registry, or of the profile in use. Nothing to remove is no failure. */
export async function runLogout(context: Context, host: string | undefined, { revoke }: LogoutOptions): Promise<void> {
  const { note, warn } = context.output();
  const services = await context.services();
  if (revoke) await revokeCredential(context, services, host);
  if (host === undefined || registryAddress(host, 'HOST').host === services.endpoints.registry) {
    await forgetTemporary(services);
  }
  const { removed, left } = await (host === undefined ? logOutOfProfile(services) : logOutOfHost(services, host));
  for (const text of removed) note(text);
  for (const text of await stillKept(services, host)) warn(text);
  const { source } = environmentKey(context.world.env);
  if (source !== '') warn(`${source} still log in: unset them to be logged out`);
  const [first, ...others] = left;
  if (first === undefined) return;
  throw secretsLeft([first, ...others], `swrctl logout ${host ?? `--profile ${first.profile.name}`}`);
}

/** Podman's own files are read and never written. */
async function stillKept({ containersAuth, endpoints }: Services, host = endpoints.registry): Promise<string[]> {
  if (host === undefined) return [];
  try {
    const entries = await containersAuth.entries(registryAddress(host, 'HOST').host);
    return entries.map(
      ({ key, path }) =>
        `${path} has a login to ${key}; run: podman logout --authfile ${posixQuote(path)} ${posixQuote(key)}`,
    );
  } catch (error) {
    if (hasCode(error, 'CONFIG_INVALID', 'DISK')) return [error.message]; // it was not needed
    throw error;
  }
}

async function logOutOfHost(services: Services, text: string): Promise<Forgotten> {
  const { host } = registryAddress(text, 'HOST');
  const owners = (await services.profiles.list()).filter(({ registry }) => registry === host);
  const secrets = await Promise.all(owners.map((profile) => forgetSecret(services, profile)));
  const written = [
    ...(await takeBack(services, host)),
    ...(await eraseLogin(services, host)),
    ...(await forgetHelper(services, host)),
  ];
  await services.profiles.setHttp(host, false);
  return orNothing(merge({ removed: written, left: [] }, ...secrets), `There was no login to ${host}`);
}

async function logOutOfProfile(services: Services): Promise<Forgotten> {
  const { profile, endpoints } = services;
  if (profile !== undefined) {
    return orNothing(await forgetLogin(services, profile), `Profile "${profile.name}" was not logged in`);
  }
  if (endpoints.registry !== undefined) return logOutOfHost(services, endpoints.registry);
  throw new SwrctlError('USAGE', 'There is no active profile, so it is not clear which login is meant', {
    hint: 'Name the registry: swrctl logout HOST',
  });
}

const orNothing = (found: Forgotten, note: string): Forgotten =>
  found.removed.length + found.left.length > 0 ? found : { removed: [note], left: [] };
