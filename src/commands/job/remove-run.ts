import type { Context } from '../../app/world.ts';
import { hasCode } from '../../base/errors.ts';
import { projectCaller } from '../../swr/enterprise/client.ts';
import { deleteJob } from '../../swr/enterprise/instances.ts';
import { writeAndLook } from '../../swr/write-and-look.ts';
import { withoutEffect } from '../shared/changes.ts';
import { runRemoval } from '../shared/removal.ts';
import { findJob } from './find.ts';

/** `swrctl job remove`. */
export async function runJobRemove(context: Context, ids: readonly string[], isSure: boolean): Promise<void> {
  const swr = await (await context.services()).swr();
  const isThere = (id: string): Promise<boolean> =>
    findJob(swr, id).then(
      () => true,
      (error: unknown) => {
        if (hasCode(error, 'NOT_FOUND')) return false;
        throw error;
      },
    );
  await runRemoval(context, {
    items: ids,
    noun: 'job',
    isSure,
    find: (id) => findJob(swr, id),
    describe: ({ id, status, resource }) =>
      `job ${id} (${status}${resource === undefined ? '' : `, ${resource}`}) from the list`,
    remove: async ({ id }) => {
      await writeAndLook(
        () => projectCaller(swr)(deleteJob, { job: id }),
        async () => {
          if (await isThere(id)) throw withoutEffect(`job ${id} is still there`);
        },
      );
      context.output().note(`Removed job ${id}`);
    },
  });
}
