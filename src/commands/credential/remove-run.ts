import type { Context } from '../../app/world.ts';
import { hasCode } from '../../base/errors.ts';
import { deleteLongTermCredential } from '../../swr/enterprise/credentials.ts';
import { writeAndLook } from '../../swr/write-and-look.ts';
import { withoutEffect } from '../shared/changes.ts';
import { requireInstance } from '../shared/edition.ts';
import { runRemoval } from '../shared/removal.ts';
import { findCredential } from './find.ts';

/** `swrctl credential remove`. */
export async function runCredentialRemove(context: Context, names: readonly string[], isSure: boolean): Promise<void> {
  const client = await requireInstance(context, 'A credential');
  await runRemoval(context, {
    items: names,
    noun: 'credential',
    isSure,
    find: (wanted) => findCredential(client, wanted),
    describe: ({ name }) => `credential "${name}", whose logins end`,
    remove: async ({ id: credential, name }) => {
      await writeAndLook(
        () => client.call(deleteLongTermCredential, { credential }),
        async () => {
          const left = await findCredential(client, credential).catch((error: unknown) => {
            if (hasCode(error, 'NOT_FOUND')) return undefined;
            throw error;
          });
          if (left !== undefined) throw withoutEffect(`credential ${name} is still there`);
        },
      );
      context.output().note(`Removed credential ${name}`);
    },
  });
}
