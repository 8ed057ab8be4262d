import type { Context } from '../../app/world.ts';
import { hasCode } from '../../base/errors.ts';
import { counted } from '../../base/words.ts';
import { formatBytes } from '../../output/units.ts';
import { getStatistics, type Statistics } from '../../swr/enterprise/activity.ts';
import type { InstanceClient } from '../../swr/enterprise/client.ts';
import { deleteInstance, getInstance } from '../../swr/enterprise/instances.ts';
import { writeAndLook } from '../../swr/write-and-look.ts';
import { runRemoval } from '../shared/removal.ts';
import { waitUntil, type WaitFlag } from '../shared/wait.ts';
import { findInstance, type FoundInstance } from './find.ts';

export interface InstanceRemoveOptions extends WaitFlag {
  readonly deleteBucket: boolean;
  readonly deleteDns: boolean;
  readonly yes: boolean;
}

const PAUSES_MS = [1000, 2000, 5000, 20_000];

interface Doomed extends FoundInstance {
  readonly holds: Statistics | undefined;
}

/** `swrctl instance remove`. No job tells the end: it is over when the instance is not found any more. */
export async function runInstanceRemove(context: Context, name: string, options: InstanceRemoveOptions): Promise<void> {
  await runRemoval<string, Doomed>(context, {
    items: [name],
    noun: 'instance',
    isSure: options.yes,
    find: async (wanted) => {
      const found = await findInstance(context, wanted);
      return { ...found, holds: await contentOf(found.client) };
    },
    describe: ({ instance, holds }) => `instance "${instance.name}"${contents(holds, options)}`,
    typed: ({ instance }) => instance.name,
    remove: (found) => removeOne(context, found, options),
  });
}

async function removeOne(
  context: Context,
  { instance: { name, id }, client }: Doomed,
  { deleteBucket: bucket, deleteDns: dns, wait }: InstanceRemoveOptions,
): Promise<void> {
  const { note } = context.output();
  const status = await writeAndLook(
    () => client.call(deleteInstance, { body: { bucket, dns } }),
    () => statusOf(client),
  );
  if (status === undefined) return note(`Removed instance ${name}`);
  if (wait === undefined) {
    return note(`Instance ${name} is being removed; see whether it is gone with: swrctl instance show ${id}`);
  }
  await waitUntil(context, {
    label: `Removing instance ${name}`,
    pausesMs: PAUSES_MS,
    limitMs: wait,
    look: () => statusOf(client),
    isOver: (left) => left === undefined,
    hint: `See whether it is gone with: swrctl instance show ${id}`,
  });
  note(`Removed instance ${name}`);
}

/** Undefined when it is gone. */
async function statusOf(client: InstanceClient): Promise<string | undefined> {
  try {
    return (await client.call(getInstance, {})).status;
  } catch (error) {
    if (hasCode(error, 'NOT_FOUND')) return undefined;
    throw error;
  }
}

/** Undefined where nobody says: without the right, and while it is made. */
async function contentOf(client: InstanceClient): Promise<Statistics | undefined> {
  try {
    return await client.call(getStatistics, {});
  } catch (error) {
    if (hasCode(error, 'AUTH_DENIED', 'NOT_FOUND', 'FAILED', 'REFUSED')) return undefined;
    throw error;
  }
}

function contents(holds: Statistics | undefined, { deleteBucket }: InstanceRemoveOptions): string {
  const bucket = deleteBucket ? ', and its bucket' : '';
  if (holds === undefined) return `, with all images in it${bucket}`;
  const { repository = 0, namespace = 0 } = holds.used;
  const size = formatBytes(holds.storedBytes);
  return `, with the images of ${counted(repository, 'repository')} in ${counted(namespace, 'namespace')} (${size})${bucket}`;
}
