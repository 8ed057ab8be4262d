import { basicOf, checkLogin, type Login } from '../iam/docker-login.ts';
import { json, readBody, type Reply, type Request, type Route } from '../server/handler.ts';
import { NAMESPACES } from '../domain/records.ts';
import { refuse, registryError, registryFailure } from './errors.ts';
import type { Access } from './token.ts';
import { DEFAULT_REGION } from '../domain/regions.ts';
import { placeOf } from '../domain/place.ts';
import { mayDo } from '../domain/rights.ts';
import type { World } from '../domain/world.ts';

/** Seconds. */
const TOKEN_LIFE = 900;
const SHORT_TOKEN_LIFE = 3;
const MAX_FORM_SIZE = 64 * 1024;

const PATHS = ['/swr/auth/v2/registry/auth', '/swr/auth/v2/registry/auth/'];

/** The realm of the challenge. It refuses rather than giving less than was asked for. */
export function tokenRoutes(world: World): Route[] {
  const get = (request: Request): Reply => {
    const basic = basicOf(request);
    const login = basic === undefined ? undefined : provenLogin(world, basic.user, basic.password);
    return json(200, answer(world, login, request.query.getAll('scope')));
  };
  const post = async (request: Request): Promise<Reply> => {
    const bytes = await readBody(request.body, MAX_FORM_SIZE, registryError(413, 'DENIED', 'form too large'));
    const form = new URLSearchParams(bytes.toString('utf8'));
    const login = provenLogin(world, form.get('username') ?? '', form.get('password') ?? '');
    const reply = answer(world, login, form.getAll('scope'));
    return json(200, { ...reply, access_token: reply.token });
  };
  return PATHS.flatMap((path) => [
    { method: 'GET', path, handle: get },
    { method: 'POST', path, handle: world.quirks['token-post-404'] ? () => registryFailure(404) : post },
  ]);
}

function provenLogin(world: World, user: string, password: string): Login {
  const login = checkLogin(world, user, password);
  if (login !== undefined) return login;
  throw refuse(401, 'DENIED', 'Authenticate Error');
}

function answer(world: World, login: Login | undefined, scopes: readonly string[]): { token: string } {
  const region = login?.region ?? DEFAULT_REGION;
  const access = scopes
    .flatMap((scope) => scope.split(' '))
    .flatMap((scope) => parseScope(scope))
    .map((wanted) => grant(world, login, region, wanted));
  const life = world.quirks['short-token'] ? SHORT_TOKEN_LIFE : TOKEN_LIFE;
  const now = world.now();
  const token = world.tokens.issue(
    { region, access, ...(login === undefined ? {} : { userId: login.user.id }) },
    now,
    life,
  );
  const times = { expires_in: life, issued_at: now.toISOString() };
  return { token, ...(world.quirks['no-expires-in'] ? {} : times) };
}

/** `repository:NAME:ACTIONS`; anything else (`registry:catalog:*`) gives no access and no error. */
function parseScope(text: string): Access[] {
  const [, name = '', actions = ''] = /^repository:(.*):([^:]*)$/.exec(text) ?? [];
  if (name === '') return [];
  const list = actions.split(',');
  // An empty part is what an echoed challenge makes: it is worth nothing.
  const clean = list.includes('') ? [] : list.flatMap((one) => (one === '*' ? ['pull', 'push', 'delete'] : [one]));
  return [{ name, actions: clean }];
}

function grant(world: World, login: Login | undefined, region: string, wanted: Access): Access {
  const place = placeOf(region, wanted.name);
  if (world.database.get(NAMESPACES, region, place.namespace) === undefined) {
    throw refuse(401, 'DENIED', 'Image organization does not exist');
  }
  for (const action of wanted.actions) {
    if (action !== 'pull' && action !== 'push' && action !== 'delete') continue;
    if (mayDo(world, login?.user.id, place, action)) continue;
    if (login === undefined) throw refuse(401, 'DENIED', 'You may not login yet');
    throw refuse(403, 'DENIED', 'you do not have the permission');
  }
  return wanted;
}
