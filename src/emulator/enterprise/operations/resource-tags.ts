import { array, object, string, withDefault } from '../../../base/decode.ts';
import { empty, json, type Reply } from '../../server/handler.ts';
import {
  onInstance,
  visibleInstances,
  type EnterpriseCall,
  type EnterpriseOperation,
  type InstanceCall,
} from '../call.ts';
import { no } from '../errors.ts';
import { offsetPage, SEARCH } from '../paging.ts';
import { INSTANCE_NAMESPACES } from '../records.ts';
import { gathered, matches, RESOURCE_TAGS, tagChanges, untagChanges, type ResourceTag } from '../resource-tags.ts';
import { several, text } from '../shapes.ts';

const INSTANCES = '{project}/instances';
const INSTANCE = `${INSTANCES}/{instance}`;
const NAMESPACES = `${INSTANCE}/namespaces`;
const NAMESPACE = `${NAMESPACES}/{namespace}`;

/** Keys and values on instances and on namespaces. */
export const resourceTagOperations: readonly EnterpriseOperation[] = [
  onInstance('POST', `${INSTANCE}/tags/create`, 7, (call) => addTags(call, call.instance.id)),
  onInstance('DELETE', `${INSTANCE}/tags/delete`, 7, (call) => deleteTags(call, call.instance.id)),
  onInstance('GET', `${INSTANCE}/tags`, 1, (call) => listTags(call, call.instance.id)),
  { method: 'GET', path: `${INSTANCES}/tags`, handle: (call) => listKeys(instancesOf(call)) },
  { method: 'POST', path: `${INSTANCES}/resource-instances/filter`, handle: (call) => search(call, instancesOf(call)) },
  { method: 'POST', path: `${INSTANCES}/resource-instances/count`, handle: (call) => count(call, instancesOf(call)) },
  onInstance('POST', `${NAMESPACE}/tags/create`, 3, (call) => addTags(call, namespaceScope(call))),
  onInstance('DELETE', `${NAMESPACE}/tags/delete`, 3, (call) => deleteTags(call, namespaceScope(call))),
  onInstance('GET', `${NAMESPACE}/tags`, 1, (call) => listTags(call, namespaceScope(call))),
  onInstance('GET', `${INSTANCE}/namespaces-tags`, 1, (call) => listKeys(namespacesOf(call))),
  onInstance('POST', `${NAMESPACES}/resource-instances/filter`, 1, (call) => search(call, namespacesOf(call))),
  onInstance('POST', `${NAMESPACES}/resource-instances/count`, 1, (call) => count(call, namespacesOf(call))),
];

/** Something with tags. */
interface Resource {
  readonly id: string;
  readonly name: string;
  readonly tags: readonly ResourceTag[];
}

function instancesOf(call: EnterpriseCall): readonly Resource[] {
  const { database } = call.world;
  return visibleInstances(call).map(({ id, name }) => ({ id, name, tags: database.all(RESOURCE_TAGS, id) }));
}

/** The id of a namespace is its name here, as the vendor's own client has it. */
function namespacesOf({ world: { database }, instance }: InstanceCall): readonly Resource[] {
  return database
    .all(INSTANCE_NAMESPACES, instance.id)
    .map(({ name }) => ({ id: name, name, tags: database.all(RESOURCE_TAGS, `${instance.id}/${name}`) }));
}

/** By name or by number. @throws {Refusal} 404 */
function namespaceScope({ world, instance, params }: InstanceCall): string {
  const wanted = params['namespace'] ?? '';
  const all = world.database.all(INSTANCE_NAMESPACES, instance.id);
  const found = all.find(({ name }) => name === wanted) ?? all.find(({ id }) => String(id) === wanted);
  if (found === undefined) throw no('notFound');
  return `${instance.id}/${found.name}`;
}

const MAX_KEY = 128;
const MAX_VALUE = 255;
const MAX_FILTERS = 50;
const MAX_VALUES = 10;

/** Tags as bodies have them, also the one that makes an instance. */
export const decodeTagList = array(object({ key: text({ min: 1, max: MAX_KEY }), value: text({ max: MAX_VALUE }) }));

const decodeTags = object({ tags: several(decodeTagList, 1) });

async function addTags({ world, body }: InstanceCall, scope: string): Promise<Reply> {
  await world.database.write(...tagChanges(world, scope, body(decodeTags).tags));
  return empty(204);
}

async function deleteTags({ world, body }: InstanceCall, scope: string): Promise<Reply> {
  await world.database.write(...untagChanges(scope, body(decodeTags).tags));
  return empty(204);
}

const listTags = ({ world }: InstanceCall, scope: string): Reply =>
  json(200, { tags: world.database.all(RESOURCE_TAGS, scope) });

const listKeys = (resources: readonly Resource[]): Reply =>
  json(200, { tags: gathered(resources.flatMap(({ tags }) => tags)) });

const decodeFilters = object({
  tags: withDefault(
    several(
      array(object({ key: text({ min: 1, max: MAX_KEY }), values: several(array(string), 0, MAX_VALUES) })),
      0,
      MAX_FILTERS,
    ),
    [],
  ),
});

function found({ body }: EnterpriseCall, resources: readonly Resource[]): readonly Resource[] {
  const { tags: filters } = body(decodeFilters);
  return resources.filter(({ tags }) => matches(tags, filters));
}

function search(call: EnterpriseCall, resources: readonly Resource[]): Reply {
  const all = found(call, resources);
  const page = offsetPage(all, call.query, SEARCH).map(({ id, name, tags }) => ({
    resource_id: id,
    resource_name: name,
    resource_detail: {},
    tags,
  }));
  return json(200, { resources: page, total_count: all.length });
}

const count = (call: EnterpriseCall, resources: readonly Resource[]): Reply =>
  json(200, { total_count: found(call, resources).length });
