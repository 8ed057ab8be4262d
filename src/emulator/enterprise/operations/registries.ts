import type { EnterpriseOperation } from '../call.ts';
import { no } from '../errors.ts';
import { policyOperations, type PolicyKind } from '../policies.ts';
import { registriesOf, REPLICATION_POLICIES } from '../replication.ts';
import { decodeRegistry, TARGET_REGISTRIES, type TargetRegistry } from '../target-registries.ts';

/** Stands for a secret in answers. Who sends it back means the secret that is there. Believed: Harbor has the same mask. */
const MASK = '*****';

const kind: PolicyKind<TargetRegistry> = {
  table: TARGET_REGISTRIES,
  path: 'registries',
  quota: 'registry',
  isOfNamespace: false,
  decode: decodeRegistry,
  listKey: 'registries',
  isSorted: true,
  filter: ({ query }) => {
    const type = query.get('type') ?? '';
    return ({ document }) => type === '' || document.type === type;
  },
  encode: ({ id, createdAt, updatedAt, document }) => ({
    id,
    name: document.name,
    description: document.description,
    region_id: document.region_id,
    instance_id: document.instance_id,
    type: document.type,
    url: document.url,
    credential: { ...document.credential, access_secret: MASK },
    insecure: document.insecure,
    status: 'healthy', // nobody asks it
    created_at: createdAt,
    updated_at: updatedAt,
  }),
  isSame: (one, other) => one.name === other.name,
  check: (_call, document, before) => {
    requireRemote(document);
    if (before === undefined) return document;
    if (before.document.type !== document.type) throw no('badParameter', 'type: it cannot be changed');
    if (document.credential.access_secret !== MASK) return document;
    const { access_secret } = before.document.credential;
    return { ...document, credential: { ...document.credential, access_secret } };
  },
  beforeRemoval: ({ world, instance }, { id }) => {
    const policies = world.database.all(REPLICATION_POLICIES, instance.id);
    if (policies.some(({ document }) => registriesOf(document).includes(id)))
      throw no('notEmpty', 'a replication policy');
  },
};

/** Another instance is named by where it is. @throws {Refusal} 400 */
function requireRemote({ type, project_id, region_id, instance_id }: TargetRegistry): void {
  if (type !== 'swr-pro-internal') return;
  for (const [name, value] of Object.entries({ project_id, region_id, instance_id })) {
    if (value === undefined || value === '') throw no('badParameter', name);
  }
}

/** Registries that replication copies to or from. */
export const registryOperations: readonly EnterpriseOperation[] = policyOperations(kind);
