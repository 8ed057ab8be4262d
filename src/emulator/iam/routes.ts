import { DAY_MS } from '../../base/time.ts';
import { randomBytes } from 'node:crypto';
import { number, object, optional, parseJson, string, withDefault, type Decoder } from '../../base/decode.ts';
import { hasCode } from '../../base/errors.ts';
import { ADMINISTRATOR, type Account, type User } from './accounts.ts';
import { put } from '../store/database.ts';
import { findAccountProject, listUsers, subProjectsOf } from './directory.ts';
import { json, readBody, Refusal, type Reply, type Request, type Route } from '../server/handler.ts';
import type { Authenticate } from '../management/caller.ts';
import { managementRoutes, type Operation } from '../management/route.ts';
import { IAM_TOKENS } from '../domain/records.ts';
import { projectsOf, type Project } from '../domain/regions.ts';
import { createTemporaryKey } from './temporary-keys.ts';
import type { World } from '../domain/world.ts';

const TOKEN_LIFE_MS = DAY_MS;
const MAX_BODY = 64 * 1024;

/** The few calls of the identity service that SWR clients make. */
export function iamRoutes(world: World, authenticate: Authenticate): Route[] {
  return [
    { method: 'POST', path: '/v3/auth/tokens', handle: (request) => createToken(world, request) },
    ...managementRoutes(world, authenticate, iamOperations),
  ];
}

const iamOperations: readonly Operation[] = [
  ...['/v3/projects', '/v3/auth/projects'].map((path): Operation => ({ method: 'GET', path, handle: listProjects })),
  {
    method: 'GET',
    path: '/v3/auth/domains',
    handle: ({ caller: { user } }) => json(200, { domains: [encodeAccount(user.account)] }),
  },
  {
    method: 'GET',
    path: '/v3/users',
    handle: ({ world, caller, query }) => {
      if (!caller.user.isAdministrator) throw iamError(403, 'You are not authorized to perform the requested action.');
      const users = listUsers(world).filter(({ account }) => account.id === caller.user.account.id);
      const name = query.get('name');
      return json(200, { users: users.filter((user) => name === null || user.name === name).map(encodeUser) });
    },
  },
  {
    method: 'GET',
    path: '/v3.0/OS-USER/users/{id}',
    handle: ({ world, caller, params }) => {
      const user = listUsers(world).find(
        ({ id, account }) => id === params['id'] && account.id === caller.user.account.id,
      );
      if (!caller.user.isAdministrator && caller.user.id !== params['id']) {
        throw iamError(403, 'You are not authorized to perform the requested action.');
      }
      if (user === undefined) throw iamError(404, `Could not find user: ${params['id'] ?? ''}.`);
      return json(200, { user: encodeUser(user) });
    },
  },
  {
    method: 'GET',
    path: '/v3.0/OS-CREDENTIAL/credentials/{ak}',
    handle: showAccessKey,
  },
  {
    method: 'POST',
    path: '/v3.0/OS-CREDENTIAL/securitytokens',
    handle: async ({ world, caller, body }) => {
      const { token } = body(decodeSecurityToken).auth.identity;
      const key = await createTemporaryKey(world, caller.user, token?.duration_seconds ?? 900);
      const credential = {
        access: key.ak,
        secret: key.sk,
        securitytoken: key.securityToken,
        expires_at: key.expiresAt,
      };
      return json(201, { credential });
    },
  },
];

const decodeSecurityToken = object({
  auth: object({ identity: object({ token: optional(object({ duration_seconds: withDefault(number, 900) })) }) }),
});

const decodeLogin = object({
  auth: object({
    identity: object({
      password: object({ user: object({ name: string, password: string, domain: object({ name: string }) }) }),
    }),
    scope: optional(object({ project: optional(object({ id: optional(string), name: optional(string) })) })),
  }),
});

function iamError(code: number, message: string): Refusal {
  const title = { 400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found' }[code] ?? 'Error';
  return new Refusal(json(code, { error: { code, message, title } }));
}

async function createToken(world: World, request: Request): Promise<Reply> {
  const bytes = await readBody(request.body, MAX_BODY, iamError(413, 'The request body is too large.').reply);
  const { identity, scope } = decodeIamBody(bytes, decodeLogin).auth;
  const given = identity.password.user;
  const user = listUsers(world).find(({ name, account }) => name === given.name && account.name === given.domain.name);
  if (user?.password !== given.password) throw iamError(401, 'The username or password is wrong.');
  const project = scope?.project === undefined ? undefined : projectOf(world, user.account, scope.project);
  const now = world.now();
  const token = `EMULATED${randomBytes(96).toString('base64url')}`;
  const expiresAt = new Date(now.getTime() + TOKEN_LIFE_MS).toISOString();
  await world.database.write(
    put(IAM_TOKENS, '', token, { token, userId: user.id, projectId: project?.id ?? '', expiresAt }),
  );
  const body = {
    expires_at: expiresAt.replace('Z', '000Z'),
    issued_at: now.toISOString().replace('Z', '000Z'),
    methods: ['password'],
    user: { id: user.id, name: user.name, domain: { id: user.account.id, name: user.account.name } },
    ...(project === undefined ? {} : { project: encodeProject(user.account, project) }),
  };
  return json(201, { token: body }, { 'x-subject-token': token });
}

function decodeIamBody<T>(bytes: Buffer, decode: Decoder<T>): T {
  try {
    return decode(parseJson(bytes.toString('utf8'), 'body'), 'body');
  } catch (error) {
    if (hasCode(error, 'API_SHAPE')) throw iamError(400, `Expecting to find valid JSON: ${error.message}`);
    throw error;
  }
}

function projectOf(
  world: World,
  account: Account,
  { id, name }: { id: string | undefined; name: string | undefined },
): Project {
  const [key, value] = id === undefined ? (['name', name ?? ''] as const) : (['id', id] as const);
  const project = findAccountProject(world, account.id, key, value);
  if (project !== undefined) return project;
  throw iamError(401, 'The project does not exist or the user has no right on it.');
}

function listProjects({ world, caller, query }: Parameters<Operation['handle']>[0]): Reply {
  const { account } = caller.user;
  const name = query.get('name');
  const projects = projectsOf(account.id, subProjectsOf(world, account.id)).filter(
    (project) => name === null || project.name === name,
  );
  return json(200, { projects: projects.map((project) => encodeProject(account, project)) });
}

function encodeProject({ id: domainId, name: domainName }: Account, { id, name }: Project): Record<string, unknown> {
  return { id, name, domain_id: domainId, domain: { id: domainId, name: domainName }, enabled: true, is_domain: false };
}

function encodeAccount({ id, name }: Account): Record<string, unknown> {
  return { id, name, enabled: true, description: '' };
}

/** When the access keys of the documented users were made. */
const KEYS_CREATED_AT = '2026-01-01T00:00:00.000000Z';

/** One's own key, and for administrators anybody's of the account. */
function showAccessKey({ world, caller, params }: Parameters<Operation['handle']>[0]): Reply {
  const ak = params['ak'] ?? '';
  const user = listUsers(world).find((one) => one.ak === ak && one.account.id === caller.user.account.id);
  if (user === undefined) throw iamError(404, `Could not find credential: ${ak}.`);
  if (!caller.user.isAdministrator && caller.user.id !== user.id) {
    throw iamError(403, 'You are not authorized to perform the requested action.');
  }
  const credential = { access: ak, user_id: user.id, status: 'active', create_time: KEYS_CREATED_AT, description: '' };
  return json(200, { credential });
}

function encodeUser({ id, name, account, isAdministrator }: User): Record<string, unknown> {
  return {
    id,
    name,
    domain_id: account.id,
    enabled: true,
    is_domain_owner: isAdministrator && id === ADMINISTRATOR.id,
  };
}
