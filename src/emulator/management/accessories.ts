import { hexOf } from '../../model/digest.ts';
import { json, type Reply } from '../server/handler.ts';
import { MANIFESTS, TAGS, type Tag } from '../domain/records.ts';
import { fail } from './errors.ts';
import { markerPage, pageOf } from './paging.ts';
import { repositoryOf, type Call, type Operation } from './route.ts';

const TAG = '/v2/manage/namespaces/{namespace}/repos/{repository}/{tag}';

/** Signatures and what they sign, which cosign joins by the names of tags. */
export const accessoryOperations: readonly Operation[] = [
  { method: 'GET', path: `${TAG}/references`, handle: listReferences },
  { method: 'GET', path: `${TAG}/accessories`, handle: listAccessories },
];

/** `sha256-HEX.sig` and its siblings. */
const ACCESSORY = /^sha256-([0-9a-f]{64})\.(sig|att|sbom)$/;
const KINDS: Readonly<Record<string, string>> = { sig: 'signature', att: 'attestation', sbom: 'sbom' };
const DEFAULT_LIMIT = '10';
const MAX_REFERENCES = 10;
const MAX_ACCESSORIES = 100;

/** @throws {Refusal} 4040115 */
function tagOf(call: Call, scope: string): Tag {
  const tag = call.world.database.get(TAGS, scope, call.params['tag'] ?? '');
  if (tag === undefined) throw fail(4040115, call.params['tag']);
  return tag;
}

/** The query with a limit of 10 unless it has one. @throws {Refusal} 4001025 above `most` */
function limited(call: Call, most: number): URLSearchParams {
  const query = new URLSearchParams(call.query);
  if (!query.has('limit')) query.set('limit', DEFAULT_LIMIT);
  if (Number(query.get('limit')) > most) throw fail(4001025, 'limit');
  return query;
}

/** The tags of the image that a signature tag signs. */
function listReferences(call: Call): Reply {
  const { scope } = repositoryOf(call, 1);
  const [, hex] = ACCESSORY.exec(tagOf(call, scope).name) ?? [];
  const signed = call.world.database.all(TAGS, scope).filter(({ digest }) => hexOf(digest) === hex);
  const { page, next } = markerPage(signed, limited(call, MAX_REFERENCES), ({ name }) => name);
  const more = next === undefined ? { has_more: false } : { has_more: true, next_marker: next };
  return json(200, { ...more, tags: page.map(({ name }) => name) });
}

/** The signature tags of a tag's image. */
function listAccessories(call: Call): Reply {
  const { repository, namespace, scope } = repositoryOf(call, 1);
  const { database } = call.world;
  const target = tagOf(call, scope).digest;
  const found = database.all(TAGS, scope).flatMap((tag) => {
    const [, hex, kind = ''] = ACCESSORY.exec(tag.name) ?? [];
    return hex === hexOf(target) ? [{ tag, kind }] : [];
  });
  const query = limited(call, MAX_ACCESSORIES);
  if (!query.has('offset')) query.set('offset', '0');
  const accessories = pageOf(found, query).page.map(({ tag, kind }) => ({
    id: tag.id,
    domain_id: namespace.accountId,
    namespace_name: namespace.name,
    repo_name: repository.name,
    sig_tag: tag.name,
    sig_digest: tag.digest,
    target_digest: target,
    type: KINDS[kind],
    size: database.get(MANIFESTS, scope, tag.digest)?.contentSize ?? 0,
    created_at: tag.createdAt,
    updated_at: tag.updatedAt,
  }));
  return json(200, { total: found.length, accessories: found.length === 0 ? null : accessories });
}
