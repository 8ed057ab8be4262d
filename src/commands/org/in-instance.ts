import type { Context } from '../../app/world.ts';
import { SwrctlError, hasCode } from '../../base/errors.ts';
import type { InstanceClient } from '../../swr/enterprise/client.ts';
import {
  createInstanceNamespace,
  deleteInstanceNamespace,
  getInstanceNamespace,
  listInstanceNamespaces,
  updateInstanceNamespace,
  type InstanceNamespace,
} from '../../swr/enterprise/namespaces.ts';
import { listNamespaceRepositories } from '../../swr/enterprise/repositories.ts';
import { readAlignedPages } from '../../swr/paging.ts';
import { writeAndLook } from '../../swr/write-and-look.ts';
import { describeChanges, withoutEffect } from '../shared/changes.ts';
import { acceptExisting, type ExistOkFlag } from '../shared/existing.ts';
import { runRemoval } from '../shared/removal.ts';
import { flagsTo, withFlags, type NamespaceFlags, type WholeNamespace } from './namespace-settings.ts';
import { NAMESPACE_VIEW, namespaceRow, type NamespaceRow } from './view.ts';

export async function listNamespacesOf(context: Context, client: InstanceClient, limit?: number): Promise<void> {
  const namespaces = await readAlignedPages((page) => client.call(listInstanceNamespaces, page), limit);
  await context.output().list(namespaces.map(namespaceRow), NAMESPACE_VIEW);
}

export async function showNamespaceOf(context: Context, client: InstanceClient, namespace: string): Promise<void> {
  await context.output().show(namespaceRow(await read(client, namespace)), NAMESPACE_VIEW);
}

const read = (client: InstanceClient, namespace: string): Promise<InstanceNamespace> =>
  client.call(getInstanceNamespace, { namespace });

const NEW: WholeNamespace = { isPublic: false, autoScan: false, block: 'off', allowList: { cves: [] } };

export interface NamespaceAddition extends ExistOkFlag {
  readonly namespace: string;
  readonly settings: NamespaceFlags;
}

/** Creates it and reads it back. */
export async function addNamespaceTo(
  context: Context,
  client: InstanceClient,
  { namespace, settings, existOk }: NamespaceAddition,
): Promise<void> {
  const output = context.output();
  const wanted = withFlags(NEW, settings, context.world.now());
  const create = () => client.call(createInstanceNamespace, { body: { name: namespace, ...wanted } });
  try {
    const made = await writeAndLook(create, () => readBack(client, namespace, wanted));
    output.note(`Created ${made.isPublic ? 'public' : 'private'} namespace ${namespace} in ${client.place.name}`);
    warnOfPublic(context, made);
  } catch (error) {
    if (!hasCode(error, 'CONFLICT')) throw error;
    const found = await read(client, namespace);
    const fact = `There is a namespace ${namespace} in ${client.place.name} already`;
    const hint = `Change it with: swrctl org set ${namespace}${flagsTo(wanted, found)}`;
    acceptExisting(
      { fact, isSame: differences(found, wanted) === undefined, hint, service: error.service },
      { existOk },
      output,
    );
  }
  if (output.isFormatAsked) await output.show(namespaceRow(await read(client, namespace)), NAMESPACE_VIEW);
}

const FIELDS = ['public', 'autoScan', 'block', 'allowCves', 'allowUntil'] as const;

const rowOf = (namespace: WholeNamespace): NamespaceRow => namespaceRow({ name: '', ...namespace });

/** What is not as it should be, in words. */
const differences = (is: InstanceNamespace, wanted: WholeNamespace): string | undefined =>
  describeChanges(rowOf(wanted), rowOf(is), FIELDS);

async function readBack(client: InstanceClient, namespace: string, wanted: WholeNamespace): Promise<InstanceNamespace> {
  const found = await read(client, namespace);
  const wrong = differences(found, wanted);
  if (wrong !== undefined) throw withoutEffect(`${namespace} has not what was asked for (${wrong})`);
  return found;
}

/** Reads, changes, sends the whole document and reads again: what a change leaves out would be lost. */
export async function setNamespaceOf(
  context: Context,
  client: InstanceClient,
  namespace: string,
  settings: NamespaceFlags,
): Promise<void> {
  const output = context.output();
  const before = await read(client, namespace);
  const { id } = before;
  const wanted = withFlags(before, settings, context.world.now());
  const body = { ...wanted, ...(id === undefined ? {} : { id }) };
  const after = await writeAndLook(
    () => client.call(updateInstanceNamespace, { namespace, body }),
    () => readBack(client, namespace, wanted),
  );
  const changed = describeChanges(namespaceRow(before), namespaceRow(after), FIELDS);
  output.note(
    changed === undefined ? `${namespace} is like that already` : `Changed namespace ${namespace}: ${changed}`,
  );
  if (!before.isPublic) warnOfPublic(context, after);
  if (output.isFormatAsked) await output.show(namespaceRow(after), NAMESPACE_VIEW);
}

function warnOfPublic(context: Context, { isPublic, name }: InstanceNamespace): void {
  if (!isPublic) return;
  context
    .output()
    .warn(
      `anyone who reaches the instance can pull from ${name}, if it lets anybody in; undo it with: swrctl org set ${name} --private`,
    );
}

/** Namespaces that hold nothing: whether the service would take what is in them along, nobody has said. */
export async function removeNamespacesOf(
  context: Context,
  client: InstanceClient,
  names: readonly string[],
  isSure: boolean,
): Promise<void> {
  await runRemoval(context, {
    items: names,
    noun: 'namespace',
    isSure,
    find: async (namespace) => {
      await read(client, namespace);
      await requireEmpty(client, namespace);
      return namespace;
    },
    describe: (namespace) => `namespace "${namespace}" of ${client.place.name}`,
    typed: (namespace) => namespace,
    remove: async (namespace) => {
      await writeAndLook(
        () => client.call(deleteInstanceNamespace, { namespace }),
        () => requireGone(client, namespace),
      );
      context.output().note(`Removed namespace ${namespace}`);
    },
  });
}

async function requireEmpty(client: InstanceClient, namespace: string): Promise<void> {
  const { items, total = items.length } = await client.call(listNamespaceRepositories, {
    namespace,
    limit: 5,
    offset: 0,
  });
  if (items.length === 0) return;
  const names = items.map(({ name }) => name).join(', ');
  const more = total > items.length ? ` and ${total - items.length} more` : '';
  throw new SwrctlError('REFUSED', `Namespace ${namespace} is not empty: it holds ${names}${more}`, {
    hint: `Look at them with: swrctl repo list ${namespace}`,
  });
}

async function requireGone(client: InstanceClient, namespace: string): Promise<void> {
  try {
    await read(client, namespace);
  } catch (error) {
    if (hasCode(error, 'NOT_FOUND')) return;
    throw error;
  }
  throw withoutEffect(`namespace ${namespace} is still there`);
}
