import { SwrctlError } from '../../base/errors.ts';
import { createToken } from '../../iam/client.ts';
import { ask, canAsk } from '../shared/confirm.ts';
import type { Context } from '../../app/world.ts';
import { requireEndpoint } from '../../app/settings/endpoints.ts';
import { httpUrl } from '../../app/settings/parse.ts';
import type { Services } from '../../app/services.ts';
import type { LoginPlan } from './login-plan.ts';
import { hostArgument, loginTarget, warnAboutPlace, type LoginTarget } from './login-target.ts';
import type { LoginOptions } from './login-options.ts';
import { promptSecret, readSecretFromStdin } from './read-secret.ts';

/**
 * An SWR account by IAM user and password: they are given for a token of 24 hours, and then forgotten. The login itself
 * has to be a temporary one.
 *
 * @throws {SwrctlError} USAGE, AUTH_REQUIRED naming what is missing; AUTH_DENIED.
 */
export async function planIamUserLogin(
  context: Context,
  services: Services,
  options: LoginOptions,
): Promise<LoginPlan> {
  const target = loginTarget(services, hostArgument(options.host, services.settings));
  const { registry: host, project } = target;
  if (host === undefined || project === undefined) {
    throw new SwrctlError('USAGE', 'No region is set, so the identity service is not known', {
      hint: 'Add --region REGION',
    });
  }
  warnAboutPlace(context, target);
  const endpoint = await iamAddress(context, target);
  const { account, user } = await accountAndUser(context, options.iamUser ?? '');
  const password = await readPassword(context, options, `${account}/${user}`);
  const { send } = services.registry(host, { login: undefined, scheme: target.registryScheme }).http;
  const made = await createToken(
    { send, endpoint, signal: context.world.signal },
    { account, user, password, project },
  );
  const token = { iamUser: `${account}/${user}`, token: made.credential.token, expiresAt: made.expiresAt };
  return {
    host,
    scheme: target.registryScheme,
    username: '',
    password: '',
    source: `IAM user ${user}`,
    account: {
      target: { ...target, iamEndpoint: endpoint, project, projectId: target.projectId ?? made.projectId },
      token,
    },
  };
}

/** Where IAM does not follow from the registry, a person is asked. */
async function iamAddress(context: Context, target: LoginTarget): Promise<string> {
  if (target.iamEndpoint !== undefined || !(await canAsk(context))) return requireEndpoint(target, 'IAM');
  return httpUrl(await ask(context, `URL of the identity service (IAM) beside ${target.registry}:`), 'The URL');
}

/** `ACCOUNT/USER`; of a bare name the account is asked for, and is the same one if nobody can be asked. */
async function accountAndUser(context: Context, given: string): Promise<{ account: string; user: string }> {
  const [first = '', ...rest] = given.trim().split('/');
  const user = rest.length > 0 ? rest.join('/') : first;
  if (first === '' || user === '') {
    throw new SwrctlError('USAGE', `--iam-user is "${given}", expected [ACCOUNT/]USER`, {
      hint: 'Write for example: swrctl login --region cn-north-4 --iam-user company/alice',
    });
  }
  if (rest.length > 0) return { account: first, user };
  const answer = (await canAsk(context)) ? await ask(context, `Account of ${user} [${user}]:`) : '';
  return { account: answer === '' ? user : answer, user };
}

async function readPassword(context: Context, { passwordStdin }: LoginOptions, who: string): Promise<string> {
  const question = `Password of ${who}:`;
  if (passwordStdin !== true && !(await canAsk(context))) {
    throw new SwrctlError('AUTH_REQUIRED', `The password of ${who} is missing`, {
      hint: 'Pipe it in: swrctl login --iam-user ACCOUNT/USER --password-stdin < FILE',
    });
  }
  const given =
    passwordStdin === true
      ? await readSecretFromStdin(context, '--password-stdin', question)
      : await promptSecret(context, question);
  if (given.kind === 'secret') return given.secret;
  throw new SwrctlError('USAGE', 'A pasted login line has no password of an IAM user', {
    hint: 'Leave --iam-user out: swrctl login --sk-stdin',
  });
}
