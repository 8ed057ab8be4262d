import { isInstanceHost } from '../../model/instance.ts';
import type { RegistryLogin } from '../../auth/credential.ts';
import { parseLoginUser } from '../../auth/login-key.ts';
import { SwrctlError, hasCode } from '../../base/errors.ts';
import { parseManifests } from '../../k8s/manifests.ts';
import { readPullSecrets, type ReadPullSecret } from '../../k8s/read-pull-secrets.ts';
import { maskUser, type HostLogin } from '../../registry/login.ts';
import type { Context } from '../../app/world.ts';
import { mapConcurrently } from '../../base/map-concurrently.ts';
import type { Services } from '../../app/services.ts';
import { LOGIN_VIEW, type LoginRow, type LoginStatus } from './check-view.ts';
import { renewCommands } from './secret-place.ts';
import { readManifestText } from './read-manifest.ts';

/** Registries asked at the same time. */
const CONCURRENCY = 4;

type Result = Pick<LoginRow, 'status' | 'message'>;

/**
 * `swrctl k8s check`: tries every login, shows how each went, then fails if one did.
 *
 * @throws {SwrctlError} AUTH_DENIED when a login no longer works; NETWORK when a registry gave no answer;
 *   SOURCE_INVALID when the input holds no pull secret, or one that cannot be read.
 */
export async function runK8sCheck(context: Context, file: string): Promise<void> {
  const label = file === '-' ? 'stdin' : file;
  const secrets = readPullSecrets(await parseManifests(await readManifestText(context.world, file), label));
  if (secrets.length === 0) {
    throw new SwrctlError('SOURCE_INVALID', `${label} holds no image pull secret`, {
      hint: 'Make one with: swrctl k8s secret',
    });
  }
  const services = await context.services();
  const rows = await mapConcurrently(secrets.flatMap(loginsOf), CONCURRENCY, async ({ secret, registry, login }) => {
    const result = await checkLogin(context, services, secret, registry, login);
    return rowOf(secret, registry, login, result);
  });
  await context.output().list(rows, LOGIN_VIEW);
  failUnlessOk(rows);
}

interface LoginOfSecret {
  readonly secret: ReadPullSecret;
  readonly registry: string | undefined;
  readonly login: RegistryLogin | undefined;
}

/** A secret without any login is a finding too. */
function loginsOf(secret: ReadPullSecret): LoginOfSecret[] {
  if (secret.logins.size === 0) return [{ secret, registry: undefined, login: undefined }];
  return [...secret.logins].map(([registry, login]) => ({ secret, registry, login }));
}

async function checkLogin(
  context: Context,
  { registry: open }: Services,
  secret: ReadPullSecret,
  registry: string | undefined,
  login: RegistryLogin | undefined,
): Promise<Result> {
  if (registry === undefined) return { status: 'unreadable', message: secret.problem ?? 'it names no registry' };
  if (login === undefined) return { status: 'unreadable', message: 'the entry has neither user nor password' };
  const host = open(registry, { login: hostLogin(login, secret, registry) });
  try {
    await host.ping(context.world.signal);
    const isOpen = (await host.facts()).challenge === undefined;
    return { status: 'ok', message: isOpen ? 'the registry asks nobody for a login, so this proves nothing' : null };
  } catch (error) {
    if (context.world.signal.aborted || !(error instanceof SwrctlError)) throw error;
    return { status: statusOf(error, secret, context.world.now()), message: messageOf(error) };
  }
}

/** A login key, or a login of an instance, goes to the very host that the secret names, wherever that one would like to have it sent. */
function hostLogin(login: RegistryLogin, { name }: ReadPullSecret, registry: string): HostLogin {
  const source = `secret "${name}"`;
  if (login.kind === 'identity-token') {
    return { username: '<token>', password: '', identityToken: login.identityToken, source, sameOriginOnly: false };
  }
  const isLoginKey = parseLoginUser(login.username) !== undefined && /^[0-9a-f]{64}$/.test(login.password);
  return {
    username: login.username,
    password: login.password,
    source,
    sameOriginOnly: isLoginKey || isInstanceHost(registry),
  };
}

function statusOf(error: SwrctlError, { expiresAt }: ReadPullSecret, now: Date): LoginStatus {
  if (!hasCode(error, 'AUTH_DENIED', 'AUTH_REQUIRED')) return 'unreachable';
  return expiresAt !== undefined && expiresAt <= now ? 'expired' : 'denied';
}

function messageOf({ message, service }: SwrctlError): string {
  return service?.text === undefined ? message : `${message}: ${service.text}`;
}

function rowOf(
  { name, namespace, expiresAt }: ReadPullSecret,
  registry: string | undefined,
  login: RegistryLogin | undefined,
  result: Result,
): LoginRow {
  const user = login?.kind === 'password' ? maskUser(login.username) : null;
  const end = expiresAt?.toISOString() ?? null;
  return { name, namespace: namespace ?? null, registry: registry ?? null, user, ...result, expiresAt: end };
}

function failUnlessOk(rows: readonly LoginRow[]): void {
  const those = (...statuses: LoginStatus[]) => rows.filter(({ status }) => statuses.includes(status));
  const refused = those('expired', 'denied');
  if (refused.length > 0) {
    throw new SwrctlError('AUTH_DENIED', `${refused.length} of ${rows.length} logins no longer work`, {
      hint: `Renew the secret: ${renewCommands(refused)}`,
    });
  }
  const unreadable = those('unreadable');
  if (unreadable.length > 0) {
    throw new SwrctlError('SOURCE_INVALID', `${unreadable.length} of ${rows.length} secrets cannot be read`, {
      hint: `Make them anew: ${renewCommands(unreadable)}`,
    });
  }
  const unreachable = those('unreachable').length;
  if (unreachable === 0) return;
  throw new SwrctlError('NETWORK', `${unreachable} of ${rows.length} logins could not be tried`, {
    hint: 'Find out why with: swrctl doctor',
  });
}
