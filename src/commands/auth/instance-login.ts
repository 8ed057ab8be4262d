import type { Context } from '../../app/world.ts';
import { noSuchInstance, pickInstance, readInstances } from '../../app/instance/find-instance.ts';
import { registryAddress } from '../../app/settings/parse.ts';
import { requireEndpoint } from '../../app/settings/endpoints.ts';
import type { Services } from '../../app/services.ts';
import type { Credential } from '../../auth/credential.ts';
import { SwrctlError } from '../../base/errors.ts';
import { findProjectId } from './find-project.ts';
import type { InstancePlace } from '../../model/instance.ts';
import { createSwrClient, type SwrClient } from '../../swr/client.ts';
import { createInstanceClient } from '../../swr/enterprise/client.ts';
import { createTemporaryCredential, type NewCredential } from '../../swr/enterprise/credentials.ts';
import { makeLongTerm } from '../credential/credential-write.ts';
import { finishLogin, prove } from './finish-login.ts';
import { findKey, readKeyFlags, type LoginLine } from './find-key.ts';
import { checkHelper } from './check-helper.ts';
import { planIamUserLogin } from './iam-user.ts';
import { placeOf, planOfOther, type LoginAccount, type LoginPlan } from './login-plan.ts';
import { hostArgument, warnAboutPlace } from './login-target.ts';
import type { LoginOptions } from './login-options.ts';
import { filesOf } from './store-login.ts';

/**
 * `swrctl login --instance`: finds the instance, makes a credential of it and writes that. A temporary one is proven
 * before it is written; the password of a long-term one cannot be had again, so it is written first.
 */
export async function runInstanceLogin(context: Context, services: Services, options: LoginOptions): Promise<void> {
  checkUsage(options);
  const account = await accountOf(context, services, options);
  if ('kind' in account) return logInWithLine(context, services, account, options);
  checkHelper(context, { account }, options);
  const swr = await clientFor(context, services, account);
  const wanted = services.settings.instance ?? '';
  const place = await context.output().waitFor(`Looking for instance ${wanted}`, () => findRunning(swr, wanted));
  filesOf(services, { host: place.host }, options, context.world); // a mistake in --for is one before anything is made
  const known = { ...account, target: { ...account.target, projectId: swr.projectId } };
  const plan = planOf(place, await makeCredential(swr, place, options.longTerm), known, options);
  const host = services.registry(plan.host, { login: { ...plan, sameOriginOnly: true }, scheme: undefined });
  const isLasting = options.longTerm !== undefined;
  if (options.verify && !isLasting) await prove(context, host);
  await finishLogin(context, services, { plan, host, options });
  if (options.verify && isLasting) await prove(context, host);
}

function checkUsage({ longTerm, temporary, enhanced, duration, helper }: LoginOptions): void {
  const wrong = enhanced ? '--enhanced' : duration === undefined ? undefined : '--duration';
  if (wrong !== undefined) {
    throw new SwrctlError(
      'USAGE',
      `${wrong} is for the shared edition; how long a credential of an instance lives the service says`,
      {
        hint: `Leave ${wrong} out`,
      },
    );
  }
  const other = temporary ? '--temporary' : helper ? '--helper' : undefined;
  if (longTerm === undefined || other === undefined) return;
  throw new SwrctlError('USAGE', `--long-term and ${other} contradict each other`, {
    hint: other === '--helper' ? 'The helper makes temporary credentials: leave --long-term out' : 'Give one of them',
  });
}

/** A line of the console is a credential already; nothing is made, and nothing but the login is kept. */
async function logInWithLine(
  context: Context,
  services: Services,
  line: LoginLine,
  options: LoginOptions,
): Promise<void> {
  const { host: named } = line;
  if (named === undefined || options.longTerm !== undefined || options.helper) {
    throw new SwrctlError('USAGE', 'A pasted login line makes no credential; that takes an access key', {
      hint: 'Leave --long-term and --helper out, or give an access key with --ak AK --sk-stdin',
    });
  }
  const plan = planOfOther(line, {
    registry: registryAddress(named, 'The host of the line').host,
    registryScheme: undefined,
  });
  filesOf(services, plan, options, context.world);
  const host = services.registry(plan.host, { login: { ...plan, sameOriginOnly: true }, scheme: undefined });
  if (options.verify) await prove(context, host);
  await finishLogin(context, services, { plan, host, options });
}

/** Whose key or token asks for the credential; or a login line, which needs nobody. */
async function accountOf(
  context: Context,
  services: Services,
  options: LoginOptions,
): Promise<LoginAccount | LoginLine> {
  if (options.iamUser !== undefined) {
    const { account } = await planIamUserLogin(context, services, options);
    if (account !== undefined) return account;
  }
  const given = await readKeyFlags(context, options);
  const target = await placeOf(context, services, hostArgument(undefined, services.settings));
  warnAboutPlace(context, target);
  const found = await findKey(context, services, target.profile, given);
  if ('kind' in found) return found;
  return { target, accessKey: found.key.accessKey, key: found.key };
}

async function clientFor({ world }: Context, services: Services, account: LoginAccount): Promise<SwrClient> {
  const { target, key, token } = account;
  const credential: Credential | undefined = token === undefined ? key : { kind: 'iam-token', token: token.token };
  if (credential === undefined) throw new TypeError('an account without a key'); // accountOf gives one of both
  const { http } = services.registry(target.registry ?? '', { login: undefined, scheme: target.registryScheme });
  const projectId = await findProjectId({ account, host: { http }, world });
  const endpoint = requireEndpoint(target, 'management');
  return createSwrClient({ http, endpoint, cloud: target.cloud, credential, projectId, signal: world.signal });
}

/** @throws {SwrctlError} NOT_FOUND; REFUSED for one that cannot be used yet, or not any more. */
async function findRunning(swr: SwrClient, wanted: string): Promise<InstancePlace> {
  const instances = await readInstances(swr);
  const found = pickInstance(instances, wanted);
  if (found === undefined) throw noSuchInstance(wanted, instances);
  const { id, name, host, status } = found;
  if (status === 'Running' && host !== undefined) return { id, name, host };
  throw new SwrctlError('REFUSED', `Instance ${name} cannot be logged in to: its status is ${status}`, {
    hint: `Look at it with: swrctl instance show ${name}`,
  });
}

async function makeCredential(swr: SwrClient, place: InstancePlace, name: string | undefined): Promise<NewCredential> {
  const client = createInstanceClient(swr, place);
  return name === undefined ? client.call(createTemporaryCredential, {}) : makeLongTerm(client, name);
}

function planOf(
  place: InstancePlace,
  { id, userId: username, authToken: password, expiresAt }: NewCredential,
  account: LoginAccount,
  { longTerm }: LoginOptions,
): LoginPlan {
  const kind = longTerm === undefined ? {} : { credential: id };
  const end = expiresAt === undefined ? {} : { expiresAt };
  const source = `the credential of ${place.name}`;
  return {
    host: place.host,
    scheme: undefined,
    username,
    password,
    source,
    account,
    instance: { ...place, ...kind, ...end },
  };
}
