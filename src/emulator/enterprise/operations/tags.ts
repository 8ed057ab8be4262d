import { remove } from '../../store/database.ts';
import { empty, json, type Reply } from '../../server/handler.ts';
import { byNewest, TAGS, type Tag } from '../../domain/records.ts';
import { findVersion, subjectOf, type Version } from '../artifacts.ts';
import { recordAudit } from '../audit.ts';
import { onInstance, type EnterpriseOperation, type InstanceCall } from '../call.ts';
import { no } from '../errors.ts';
import { requireMutable } from '../immutability.ts';
import { flagOf, offsetPage } from '../paging.ts';
import { repositoryOf, type Found } from '../repositories.ts';
import { encodeVersion } from './artifacts.ts';

const TAGS_PATH = 'instances/{instance}/namespaces/{namespace}/repositories/{repository}/tags';

/** Tags, whose paths have no project in front. */
export const tagOperations: readonly EnterpriseOperation[] = [
  onInstance('GET', TAGS_PATH, 1, listTags),
  onInstance('DELETE', `${TAGS_PATH}/{tag}`, 7, deleteTag),
];

function encodeTag({ world }: InstanceCall, found: Found, tag: Tag, version: Version): Record<string, unknown> {
  return {
    ...encodeVersion(world, found, version),
    id: tag.id,
    name: tag.name,
    artifact_id: version.id,
    push_time: tag.updatedAt,
  };
}

/** Newest first; those of signatures and the like are left out with `is_accessory=false`. */
function listTags(call: InstanceCall): Reply {
  const { world, query } = call;
  const found = repositoryOf(call);
  const withAccessories = flagOf(query, 'is_accessory') ?? true;
  const all = world.database.all(TAGS, found.scope);
  const tags = [...all].sort(byNewest(({ updatedAt }) => updatedAt)).flatMap((tag) => {
    const version = findVersion(world, found.scope, tag.digest);
    if (version === undefined) return [];
    return withAccessories || subjectOf(version, all) === undefined ? [{ tag, version }] : [];
  });
  const page = offsetPage(tags, query).map(({ tag, version }) => encodeTag(call, found, tag, version));
  return json(200, { tags: page, total: tags.length });
}

/** Only the name goes; the version stays, as in Harbor. */
async function deleteTag(call: InstanceCall): Promise<Reply> {
  const { world, params, caller } = call;
  const { place, scope } = repositoryOf(call);
  const tag = world.database.get(TAGS, scope, params['tag'] ?? '');
  if (tag === undefined) throw no('notFound');
  requireMutable(world, place, tag.name, tag.digest);
  await world.database.write(remove(TAGS, scope, tag.name));
  await recordAudit(world, place, 'delete', tag.name, caller.user.id);
  return empty(204);
}
