import { isDigest } from '../../model/digest.ts';
import { OCI } from '../../model/media-type.ts';
import { basicOf } from '../iam/docker-login.ts';
import { json, type Reply, type Request, type Route } from '../server/handler.ts';
import { MANIFESTS } from '../domain/records.ts';
import { placeOf } from '../domain/place.ts';
import { repositoryRoute, type RegistryCall } from '../registry/access.ts';
import type { Action, RegistryWorld } from '../registry/door.ts';
import { refuse } from '../registry/errors.ts';
import type { Access } from '../registry/token.ts';
import { instanceOfRequest, mayDoInInstance } from './harbor-door.ts';
import { checkCredential } from './instances.ts';
import type { Instance } from './records.ts';

/** Seconds: half an hour, as Harbor has it unless told otherwise. */
const TOKEN_LIFE = 1800;

/** What the registry of an instance has besides the common routes: its token service and the list of referrers. */
export function harborRoutes(world: RegistryWorld): Route[] {
  return [
    { method: 'GET', path: '/service/token', handle: (request) => issueToken(world, request) },
    repositoryRoute(world, 'GET', '/v2/{name*}/referrers/{digest}', 'pull', (call) => listReferrers(world, call)),
  ];
}

/** Like Harbor it leaves out what the caller may not do, and says so only by what the token covers. */
function issueToken(world: RegistryWorld, request: Request): Reply {
  const instance = instanceOfRequest(world, request);
  const basic = basicOf(request);
  const found = basic === undefined ? undefined : checkCredential(world, instance, basic.user, basic.password);
  if (basic !== undefined && found === undefined) throw refuse(401, 'UNAUTHORIZED', 'authentication required');
  const userId = found?.owner.id;
  const access = request.query
    .getAll('scope')
    .flatMap((scope) => scope.split(' '))
    .flatMap((scope) => grantedOf(world, instance, userId, scope));
  const now = world.now();
  const claims = { region: instance.id, access, ...(userId === undefined ? {} : { userId }) };
  const token = world.tokens.issue(claims, now, TOKEN_LIFE);
  return json(200, { token, access_token: token, expires_in: TOKEN_LIFE, issued_at: now.toISOString() });
}

function grantedOf(world: RegistryWorld, instance: Instance, userId: string | undefined, scope: string): Access[] {
  const [, name = '', actions = ''] = /^repository:(.*):([^:]*)$/.exec(scope) ?? [];
  if (name === '') return [];
  const { namespace } = placeOf(instance.id, name);
  const wanted = actions.split(',').flatMap((one): Action[] => {
    if (one === '*') return ['pull', 'push', 'delete'];
    return one === 'pull' || one === 'push' || one === 'delete' ? [one] : [];
  });
  return [{ name, actions: wanted.filter((action) => mayDoInInstance(world, instance, userId, namespace, action)) }];
}

/** Source: OCI distribution-spec 1.1, "Listing Referrers". */
function listReferrers(world: RegistryWorld, { scope, params, request }: RegistryCall): Reply {
  const digest = params['digest'] ?? '';
  if (!isDigest(digest)) throw refuse(400, 'DIGEST_INVALID', 'provided digest did not match uploaded content');
  const wanted = request.query.get('artifactType') ?? '';
  const manifests = world.database
    .all(MANIFESTS, scope)
    .filter((one) => one.subject === digest && (wanted === '' || one.artifactType === wanted))
    .map(({ mediaType, digest: own, size, artifactType, annotations = {} }) => ({
      mediaType,
      digest: own,
      size,
      ...(artifactType === undefined ? {} : { artifactType }),
      ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
    }));
  const filtered = wanted === '' ? {} : { 'oci-filters-applied': 'artifactType' };
  const index = { schemaVersion: 2, mediaType: OCI.index, manifests };
  return { ...json(200, index), headers: { 'content-type': OCI.index, ...filtered } };
}
