import type { Context } from '../../app/world.ts';
import { SwrctlError } from '../../base/errors.ts';
import type { Label } from '../../swr/enterprise/labels.ts';
import { writeAndLook } from '../../swr/write-and-look.ts';
import { withoutEffect } from '../shared/changes.ts';
import { runRemoval } from '../shared/removal.ts';
import { openLabels, splitNamespace, type Bearer } from './bearer.ts';

/** `swrctl label remove`. @param words keys, with a namespace before them or without. */
export async function runLabelRemove(context: Context, words: readonly string[], isSure: boolean): Promise<void> {
  const { bearer, keys } = await splitNamespace(await openLabels(context), words);
  await runRemoval(context, {
    items: keys,
    noun: 'label',
    isSure,
    find: (word) => findLabel(bearer, word),
    describe: ({ key, value }) => `label ${key}=${value} of ${bearer.name}`,
    remove: async (label) => {
      await writeAndLook(
        () => bearer.remove([label]),
        async () => {
          const isThere = (await bearer.list()).some(({ key }) => key === label.key);
          if (isThere) throw withoutEffect(`label ${label.key} is still there`);
        },
      );
      context.output().note(`Removed label ${label.key} of ${bearer.name}`);
    },
  });
}

/** The label of `KEY`, or of `KEY=VALUE` if it has that value. @throws {SwrctlError} NOT_FOUND */
async function findLabel(bearer: Bearer, word: string): Promise<Label> {
  const all = await bearer.list();
  const found = all.find(({ key, value }) => word === key || word === `${key}=${value}`);
  if (found !== undefined) return found;
  throw new SwrctlError('NOT_FOUND', `There is no label ${word} on ${bearer.name}`, {
    hint: `See which there are with: swrctl label list`,
  });
}
