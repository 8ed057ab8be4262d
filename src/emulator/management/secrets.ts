import { createBearerLogin } from '../iam/bearer-logins.ts';
import { findAccountProject, hasBearerLogin } from '../iam/directory.ts';
import { loginKey } from '../iam/docker-login.ts';
import { json, type Reply } from '../server/handler.ts';
import { createTemporaryKey } from '../iam/temporary-keys.ts';
import { fail } from './errors.ts';
import type { Call, Operation } from './route.ts';

const DEFAULT_SECONDS = 6 * 60 * 60;
const MIN_SECONDS = 900;
const MAX_SECONDS = 86_400;

/** Temporary docker logins. */
export const secretOperations: readonly Operation[] = [
  { method: 'POST', path: '/v2/manage/utils/secret', handle: createSecret },
  {
    method: 'POST',
    path: '/v2/manage/utils/authorizationtoken',
    handle: createAuthorizationToken,
  },
];

function loginReply(host: string, user: string, password: string, expiresAt: string): Reply {
  const auth = Buffer.from(`${user}:${password}`).toString('base64');
  return json(
    200,
    { auths: { [host]: { auth } } },
    {
      'x-swr-dockerlogin': `docker login -u ${user} -p ${password} ${host}`,
      'x-swr-expireat': expiresAt.replace(/Z$/, '000Z'), // microseconds, as the service writes them
    },
  );
}

/** Only accounts on the newer identity plane have it. @throws {Refusal} 4030170 */
async function createAuthorizationToken({ world, caller: { user, region }, host }: Call): Promise<Reply> {
  if (!hasBearerLogin(world, user.account)) throw fail(4030170);
  const { name, password, expiresAt } = await createBearerLogin(world, user, region);
  return loginReply(host, name, password, expiresAt);
}

async function createSecret(call: Call): Promise<Reply> {
  const { world, caller, query, host } = call;
  const project = query.get('projectname') ?? caller.region;
  if (findAccountProject(world, caller.user.account.id, 'name', project) === undefined)
    throw fail(4000014, 'projectname');
  const key = await createTemporaryKey(world, caller.user, durationOf(query));
  const user = `${project}@${key.ak}`;
  return loginReply(host, user, loginKey(key.ak, key.sk), key.expiresAt);
}

function durationOf(query: URLSearchParams): number {
  const text = query.get('duration_seconds') ?? String(DEFAULT_SECONDS);
  const seconds = Number(text);
  if (/^\d+$/.test(text) && seconds >= MIN_SECONDS && seconds <= MAX_SECONDS) return seconds;
  throw fail(4000014, 'duration_seconds');
}
