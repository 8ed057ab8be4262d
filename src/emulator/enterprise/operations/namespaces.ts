import { array, number, object, optional, withDefault } from '../../../base/decode.ts';
import { drop, put, remove } from '../../store/database.ts';
import { empty, json, type Reply } from '../../server/handler.ts';
import { formatTime, REPOSITORIES } from '../../domain/records.ts';
import { removeRepositories } from '../repositories.ts';
import { inInstance, namespaceOf, type EnterpriseOperation, type InstanceCall } from '../call.ts';
import { no } from '../errors.ts';
import { newNamespace } from '../instances.ts';
import { offsetPage } from '../paging.ts';
import { requireQuota } from '../quotas.ts';
import { INSTANCE_NAMESPACES, SEVERITIES, type InstanceNamespace } from '../records.ts';
import { RESOURCE_TAGS } from '../resource-tags.ts';
import { choice, NAME, several, text, textBoolean } from '../shapes.ts';

/** Namespaces: what organizations are in the shared edition. */
export const namespaceOperations: readonly EnterpriseOperation[] = [
  inInstance('POST', 'namespaces', 3, createNamespace),
  inInstance('GET', 'namespaces', 1, listNamespaces),
  inInstance('GET', 'namespaces/{namespace}', 1, (call) => json(200, encodeNamespace(call, namespaceOf(call)))),
  inInstance('PUT', 'namespaces/{namespace}', 3, updateNamespace),
  inInstance('DELETE', 'namespaces/{namespace}', 3, deleteNamespace),
];

const decodeMetadata = object({
  public: textBoolean,
  auto_scan: optional(textBoolean),
  prevent_vul: optional(textBoolean),
  severity: optional(choice(...SEVERITIES)),
});

const decodeCreate = object({
  namespace_name: text({ min: 1, max: 64, pattern: NAME }),
  metadata: decodeMetadata,
});

const MAX_CVES = 100;

const decodeUpdate = object({
  metadata: decodeMetadata,
  cve_allowlist: optional(
    object({
      id: optional(number),
      expires_at: optional(number),
      items: withDefault(several(array(object({ cve_id: text({ min: 1 }) })), 0, MAX_CVES), []),
    }),
  ),
});

function withMetadata(namespace: InstanceNamespace, metadata: ReturnType<typeof decodeMetadata>): InstanceNamespace {
  return {
    ...namespace,
    isPublic: metadata.public,
    autoScan: metadata.auto_scan ?? namespace.autoScan,
    isBlocking: metadata.prevent_vul ?? namespace.isBlocking,
    severity: metadata.severity ?? namespace.severity,
  };
}

function encodeMetadata({ isPublic, autoScan, isBlocking, severity }: InstanceNamespace): Record<string, string> {
  return { public: String(isPublic), auto_scan: String(autoScan), prevent_vul: String(isBlocking), severity };
}

function encodeNamespace({ world, instance }: InstanceCall, namespace: InstanceNamespace): Record<string, unknown> {
  const { id, name, createdAt, updatedAt, allowList } = namespace;
  return {
    name,
    metadata: encodeMetadata(namespace),
    namespace_id: id,
    created_at: createdAt,
    updated_at: updatedAt,
    repo_count: world.database.all(REPOSITORIES, `${instance.id}/${name}`).length,
    cve_allowlist: {
      id: allowList.id,
      namespace_id: id,
      ...(allowList.expiresAt === undefined ? {} : { expires_at: allowList.expiresAt }),
      items: allowList.cves.map((cve) => ({ cve_id: cve })),
      creation_time: allowList.createdAt,
      update_time: allowList.updatedAt,
    },
  };
}

async function createNamespace(call: InstanceCall): Promise<Reply> {
  const { world, instance } = call;
  const { namespace_name: name, metadata } = call.body(decodeCreate);
  if (world.database.get(INSTANCE_NAMESPACES, instance.id, name) !== undefined) throw no('exists');
  requireQuota(world, instance, 'namespace');
  const namespace = withMetadata(newNamespace(world, name, metadata.public), metadata);
  await world.database.write(put(INSTANCE_NAMESPACES, instance.id, name, namespace));
  return json(201, { id: namespace.id });
}

function listNamespaces(call: InstanceCall): Reply {
  const { world, instance, query } = call;
  const name = query.get('name') ?? '';
  const isPublic = query.get('public');
  const namespaces = world.database
    .all(INSTANCE_NAMESPACES, instance.id)
    .filter((one) => one.name.includes(name) && (isPublic === null || String(one.isPublic) === isPublic));
  const page = offsetPage(namespaces, query).map((one) => encodeNamespace(call, one));
  return json(200, { namespaces: page, total: namespaces.length });
}

/** The document replaces what it names; the list of harmless CVEs stays where it is left out. */
async function updateNamespace(call: InstanceCall): Promise<Reply> {
  const { world, instance } = call;
  const before = namespaceOf(call);
  const { metadata, cve_allowlist: list } = call.body(decodeUpdate);
  const updatedAt = formatTime(world.now());
  const { id, createdAt } = before.allowList;
  const allowList =
    list === undefined
      ? before.allowList
      : {
          id,
          createdAt,
          ...(list.expires_at === undefined ? {} : { expiresAt: list.expires_at }),
          cves: list.items.map((item) => item.cve_id),
          updatedAt,
        };
  const after: InstanceNamespace = { ...withMetadata(before, metadata), allowList, updatedAt };
  await world.database.write(put(INSTANCE_NAMESPACES, instance.id, before.name, after));
  return json(200, {
    namespace_name: after.name,
    metadata: encodeMetadata(after),
    cve_allowlist: {
      id: allowList.id,
      ...(allowList.expiresAt === undefined ? {} : { expires_at: allowList.expiresAt }),
      items: allowList.cves.map((cve) => ({ cve_id: cve })),
    },
  });
}

async function deleteNamespace(call: InstanceCall): Promise<Reply> {
  const { world, instance } = call;
  const { name } = namespaceOf(call);
  const repositories = world.database.all(REPOSITORIES, `${instance.id}/${name}`);
  if (repositories.length > 0) {
    if (!world.quirks['ee-delete-cascades']) throw no('notEmpty');
    await removeRepositories(world, instance, repositories);
  }
  await world.database.write(
    remove(INSTANCE_NAMESPACES, instance.id, name),
    drop(RESOURCE_TAGS, `${instance.id}/${name}`),
  );
  return empty(204);
}
