import { boolean, object, string, withDefault } from '../../base/decode.ts';
import { DOCKER, isIndexType } from '../../model/media-type.ts';
import { isTag } from '../../model/reference.ts';
import { put } from '../store/database.ts';
import { empty, json, type Reply } from '../server/handler.ts';
import { removeTags } from '../domain/image-removal.ts';
import { tagRecord } from '../domain/manifest-store.ts';
import { byNewest, MANIFESTS, TAGS, type ManifestRecord, type Tag } from '../domain/records.ts';
import { fail } from './errors.ts';
import { listParameters, markerPage, pageOf, sortRecords, type Columns } from './paging.ts';
import { repositoryOf, type Call, type Operation } from './route.ts';

const LIST = '/v2/manage/namespaces/{namespace}/repos/{repository}/tags';
const ONE = `${LIST}/{tag}`;

/** Tags. */
export const tagOperations: readonly Operation[] = [
  { method: 'GET', path: LIST, handle: listTags },
  { method: 'GET', path: '/v3/manage/namespaces/{namespace}/repos/{repository}/tags', handle: listTagsV3 },
  { method: 'POST', path: LIST, handle: createTag },
  { method: 'GET', path: ONE, handle: showTag },
  { method: 'DELETE', path: ONE, handle: deleteTag },
];

const KEYS = ['offset', 'limit', 'order_column', 'order_type', 'tag'];

const COLUMNS: Columns<Tag> = {
  updated_at: ({ updatedAt }) => Date.parse(updatedAt),
  updated_time: ({ updatedAt }) => Date.parse(updatedAt),
  tag: ({ name }) => name,
};

/** Tags of the repository, newest change first, or as asked. */
function findTags(call: Call, scope: string, parameters: URLSearchParams): readonly Tag[] {
  const wanted = parameters.get('tag') ?? '';
  const tags = call.world.database
    .all(TAGS, scope)
    .filter(({ name }) => wanted === '' || name === wanted)
    .sort(byNewest(({ updatedAt }) => updatedAt));
  return sortRecords(tags, parameters, COLUMNS);
}

/** All but the name, whose key is `Tag` in v2 lists and `tag` elsewhere. */
async function encodeTag(call: Call, tag: Tag, withManifest: boolean): Promise<Record<string, unknown>> {
  const { repository, namespace, scope } = repositoryOf(call, 1);
  const manifest = call.world.database.get(MANIFESTS, scope, tag.digest);
  const path = `${call.host}/${repository.namespace}/${repository.name}:${tag.name}`;
  return {
    id: tag.id,
    repo_id: repository.id,
    image_id: manifest?.imageId ?? '',
    ...(withManifest ? { manifest: await manifestText(call, manifest) } : {}),
    digest: tag.digest,
    schema: 2,
    path,
    internal_path: path,
    size: manifest?.contentSize ?? 0,
    is_trusted: false,
    created: tag.createdAt,
    updated: tag.updatedAt,
    domain_id: namespace.accountId,
    tag_type: isIndexType(manifest?.mediaType ?? DOCKER.manifest) ? 1 : 0,
  };
}

async function manifestText(call: Call, manifest: ManifestRecord | undefined): Promise<string> {
  return manifest === undefined ? '' : (await call.world.blobs.read(manifest.digest)).toString('utf8');
}

async function listTags(call: Call): Promise<Reply> {
  const { scope } = repositoryOf(call, 1);
  const parameters = listParameters(call.query, KEYS);
  const { page, headers } = pageOf(findTags(call, scope, parameters), parameters);
  const encoded = await Promise.all(
    page.map(async (tag) => ({
      Tag: tag.name,
      ...(await encodeTag(call, tag, true)),
      deleted: null,
      scanned: false,
    })),
  );
  return json(200, encoded, headers);
}

async function listTagsV3(call: Call): Promise<Reply> {
  const { scope } = repositoryOf(call, 1);
  const { page, next } = markerPage(findTags(call, scope, call.query), call.query, ({ id }) => String(id));
  const withManifest = call.query.get('with_manifest') === 'true';
  const tags = await Promise.all(
    page.map(async (tag) => ({ tag: tag.name, ...(await encodeTag(call, tag, withManifest)) })),
  );
  return json(200, { tags, has_more: next !== undefined, ...(next === undefined ? {} : { nextMarker: next }) });
}

/** @throws {Refusal} 4040115 */
function tagOf(call: Call, scope: string, name: string): Tag {
  const tag = call.world.database.get(TAGS, scope, name);
  if (tag === undefined) throw fail(4040115, name);
  return tag;
}

async function showTag(call: Call): Promise<Reply> {
  const { scope } = repositoryOf(call, 1);
  const tag = tagOf(call, scope, call.params['tag'] ?? '');
  return json(200, { tag: tag.name, ...(await encodeTag(call, tag, true)) });
}

async function deleteTag(call: Call): Promise<Reply> {
  const { scope } = repositoryOf(call, 7);
  await removeTags(call.world, scope, [tagOf(call, scope, call.params['tag'] ?? '').name]);
  return empty(204);
}

const decodeCreate = object({ source_tag: string, destination_tag: string, override: withDefault(boolean, false) });

async function createTag(call: Call): Promise<Reply> {
  const { world } = call;
  const { scope } = repositoryOf(call, 3);
  const body = call.body(decodeCreate);
  const source = tagOf(call, scope, body.source_tag);
  const name = body.destination_tag;
  if (!isTag(name)) throw fail(4000014, 'destination_tag');
  const tags = world.database.all(TAGS, scope);
  const exists = tags.some((tag) => tag.name === name);
  if (exists && !body.override) throw fail(4090006, name);
  if (!exists && tags.length >= (world.quotas.tag ?? Number.POSITIVE_INFINITY)) throw fail(4000099);
  await world.database.write(put(TAGS, scope, name, tagRecord(world, scope, name, source.digest)));
  return json(201, {});
}
