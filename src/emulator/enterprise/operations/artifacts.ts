import { isDigest } from '../../../model/digest.ts';
import { empty, json, type Reply } from '../../server/handler.ts';
import { MANIFESTS, TAGS, type Tag } from '../../domain/records.ts';
import type { World } from '../../domain/world.ts';
import {
  accessoriesOf,
  findVersion,
  isSignature,
  removeVersion,
  sizeOf,
  typeOf,
  VERSION_TYPES,
  versionsOf,
  type Version,
} from '../artifacts.ts';
import { recordAudit } from '../audit.ts';
import { buildHistory } from '../build-history.ts';
import { inInstance, type EnterpriseOperation, type InstanceCall } from '../call.ts';
import { no } from '../errors.ts';
import { requireMutable } from '../immutability.ts';
import { choiceOf, flagOf, markedLimitOf, offsetPage, wholeOf } from '../paging.ts';
import { repositoriesOf, repositoryOf, type Found } from '../repositories.ts';

const ARTIFACTS = 'namespaces/{namespace}/repositories/{repository}/artifacts';
const ARTIFACT = `${ARTIFACTS}/{reference}`;

/** Versions: manifests, each with all its tags. */
export const artifactOperations: readonly EnterpriseOperation[] = [
  inInstance('GET', ARTIFACTS, 1, listArtifacts),
  inInstance('GET', 'artifacts', 1, listAllArtifacts),
  inInstance('GET', ARTIFACT, 1, showArtifact),
  inInstance('DELETE', ARTIFACT, 7, deleteArtifact),
  inInstance('GET', `${ARTIFACT}/accessories`, 1, listAccessories),
  inInstance('GET', `${ARTIFACT}/additions/{addition}`, 1, showAddition),
];

/** What an entry about a version has, in whichever list. */
export function encodeVersion(
  world: World,
  { repository, namespace, scope }: Found,
  version: Version,
): Record<string, unknown> {
  return {
    digest: version.digest,
    repository_id: repository.id,
    type: typeOf(version),
    namespace_id: namespace.id,
    media_type: version.configType ?? version.mediaType,
    manifest_media_type: version.mediaType,
    ...(version.pulledAt === undefined ? {} : { pull_time: version.pulledAt }),
    push_time: version.pushedAt,
    size: sizeOf(world, scope, version),
  };
}

const tagsOf = ({ world }: InstanceCall, { scope }: Found, { digest }: Version): readonly Tag[] =>
  world.database.all(TAGS, scope).filter((tag) => tag.digest === digest);

function encodeArtifact(call: InstanceCall, found: Found, version: Version): Record<string, unknown> {
  return {
    ...encodeVersion(call.world, found, version),
    id: version.id,
    repository_name: found.repository.name,
    tags: tagsOf(call, found, version).map((tag) => ({
      id: tag.id,
      repository_id: found.repository.id,
      artifact_id: version.id,
      name: tag.name,
      push_time: tag.updatedAt,
      ...(version.pulledAt === undefined ? {} : { pull_time: version.pulledAt }),
    })),
  };
}

function listArtifacts(call: InstanceCall): Reply {
  const { query, world } = call;
  const found = repositoryOf(call);
  const type = choiceOf(query, 'type', VERSION_TYPES);
  const tag = query.get('tags') ?? '';
  const versions = versionsOf(world, found.scope)
    .filter((version) => type === undefined || typeOf(version) === type)
    .filter((version) => tag === '' || tagsOf(call, found, version).some(({ name }) => name.includes(tag)));
  const page = offsetPage(versions, query).map((version) => encodeArtifact(call, found, version));
  return json(200, { artifacts: page, total: versions.length });
}

const PAGE = { defaultLimit: 10, maxLimit: 100 };

/** By number; the marker is the first number of a page. */
function listAllArtifacts(call: InstanceCall): Reply {
  const { query, world, instance } = call;
  const limit = markedLimitOf(query, PAGE);
  const marker = wholeOf(query, 'marker') ?? 1;
  if (marker < 1) throw no('badParameter', 'marker');
  const rest = repositoriesOf(world, instance)
    .flatMap((found) => versionsOf(world, found.scope).map((version) => ({ found, version })))
    .filter(({ version }) => version.id >= marker)
    .sort((a, b) => a.version.id - b.version.id);
  const next = rest[limit]?.version.id;
  return json(200, {
    artifacts: rest.slice(0, limit).map(({ found, version }) => encodeArtifact(call, found, version)),
    ...(next === undefined ? {} : { next_marker: next }),
  });
}

/** The version of `{reference}`: a digest, or with a quirk a tag. @throws {Refusal} 400 or 404 */
export function artifactOf(call: InstanceCall): { readonly found: Found; readonly version: Version } {
  const found = repositoryOf(call);
  const { world, params } = call;
  const reference = params['reference'] ?? '';
  if (!isDigest(reference) && !world.quirks['ee-tag-reference']) throw no('badParameter', 'reference');
  const digest = isDigest(reference) ? reference : world.database.get(TAGS, found.scope, reference)?.digest;
  const version = digest === undefined ? undefined : findVersion(world, found.scope, digest);
  if (version === undefined) throw no('notFound');
  return { found, version };
}

function showArtifact(call: InstanceCall): Reply {
  const { found, version } = artifactOf(call);
  flagOf(call.query, 'with_scan_overview'); // nothing was scanned
  return json(200, encodeArtifact(call, found, version));
}

/** All its tags go along, and what belongs to it. A part of a list stays with it, as in Harbor. */
async function deleteArtifact(call: InstanceCall): Promise<Reply> {
  const { found, version } = artifactOf(call);
  const { world, caller } = call;
  const lists = world.database.all(MANIFESTS, found.scope);
  if (lists.some(({ parts }) => parts.includes(version.digest))) throw no('partOfAnother');
  requireMutable(world, found.place, undefined, version.digest);
  await removeVersion(world, found.place, version.digest);
  await recordAudit(world, found.place, 'delete', version.digest, caller.user.id);
  return empty(204);
}

function listAccessories(call: InstanceCall): Reply {
  const { query, world } = call;
  const { found, version } = artifactOf(call);
  choiceOf(query, 'type', ['signature.cosign']);
  const signatures = accessoriesOf(world, found.scope, version.digest).filter((one) =>
    isSignature(world, found.scope, one),
  );
  const page = offsetPage(signatures, query).map((one) => ({
    id: one.id,
    artifact_id: one.id,
    subject_artifact_id: version.id,
    size: sizeOf(world, found.scope, one),
    digest: one.digest,
    type: 'signature.cosign',
    created_at: one.pushedAt,
  }));
  return json(200, { accessories: page, total: signatures.length });
}

/** There is one kind. */
async function showAddition(call: InstanceCall): Promise<Reply> {
  const { version } = artifactOf(call);
  if (call.params['addition'] !== 'build_history') throw no('badParameter', 'addition');
  const steps = await buildHistory(call.world, version);
  return json(200, { build_histories: steps, total: steps.length });
}
