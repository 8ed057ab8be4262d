import type { Http } from '../http/client.ts';
import { problemOf } from '../problem/from-answer.ts';
import { createAccess, type AccessOptions, type HostAccess, type Wanted } from './access.ts';
import type { AuthorizedRequest, RegistryHost } from './host-types.ts';
import { loginCommand } from './login.ts';
import { scopeOf } from './scope.ts';

export type RegistryHostOptions = AccessOptions;

export function createRegistryHost(options: RegistryHostOptions): RegistryHost {
  const { http, host } = options;
  const access = createAccess(options);

  const sendOnce = async (request: AuthorizedRequest, scopes: readonly string[]) => {
    const { origin } = await access.facts();
    const url = typeof request.url === 'string' ? new URL(origin + request.url) : request.url;
    const { repository, minTokenLifeMs: minLifeMs, signal } = request;
    // An upload may be sent on to another host by its Location: no credentials go there.
    const wanted = { repository, scopes, minLifeMs, signal };
    const value = url.origin === origin ? await access.authorization(wanted) : undefined;
    return http.send({ ...request, url, headers: { ...request.headers, ...(value ? { authorization: value } : {}) } });
  };

  const send = async (request: AuthorizedRequest) => {
    const { alsoPull } = request;
    const scopes = [
      scopeOf(request.repository, request.access),
      ...(alsoPull === undefined ? [] : [scopeOf(alsoPull, 'pull')]),
    ];
    const response = await sendOnce(request, scopes);
    if (response.status !== 401) return response;
    const tokens = await access.tokens(request.repository);
    tokens?.drop(scopes);
    const isNew = tokens !== undefined || (await access.learn(response));
    if (!isNew || isStream(request)) return response;
    await response.discard();
    return sendOnce(request, scopes);
  };

  return {
    host,
    http,
    facts: access.facts,
    login: access.login,
    send,
    token: (repository, wanted) => access.token({ repository, scopes: [scopeOf(repository, wanted)] }),
    ping: (signal, repository) => ping(http, access, { signal, repository }),
  };
}

/** A streamed body is sent once; its sender knows how to go on. */
function isStream({ body }: AuthorizedRequest): boolean {
  return body !== undefined && !Buffer.isBuffer(body);
}

async function ping(http: Http, access: HostAccess, wanted: Pick<Wanted, 'signal' | 'repository'>): Promise<void> {
  const { signal } = wanted;
  const { origin, isSwr } = await access.facts();
  const authorization = await access.authorization(wanted);
  const response = await http.send({
    method: 'GET',
    url: new URL('/v2/', origin),
    ...(authorization ? { headers: { authorization } } : {}),
    signal,
  });
  if (response.status === 200) return response.discard();
  const { host } = new URL(origin);
  throw await problemOf(response, {
    what: `${host} does not accept the login`,
    hint: `Check user and password, then log in again: ${loginCommand(host, isSwr)}`,
  });
}
