import { deleteTrigger, getTrigger } from '../../swr/endpoints/triggers.ts';
import { writeAndLook } from '../../swr/write-and-look.ts';
import { runBatch } from '../shared/batch.ts';
import { withoutEffect } from '../shared/changes.ts';
import { confirmRemoval } from '../shared/confirm.ts';
import type { Context } from '../../app/world.ts';
import { formatName, repositoryName } from '../shared/names.ts';
import { findTrigger } from './find.ts';

export interface TriggerRemoveOptions {
  /** `org/repo`. */
  readonly repository: string;
  readonly triggers: readonly string[];
  /** True: do not ask. */
  readonly yes: boolean;
}

/** `swrctl trigger remove`. */
export async function runTriggerRemove(context: Context, options: TriggerRemoveOptions): Promise<void> {
  const { repository, triggers, yes } = options;
  const place = await context.services();
  const name = repositoryName(place, repository);
  const swr = await place.swr();
  await runBatch<string, never>(context, { items: triggers, noun: 'trigger' }, async (trigger) => {
    await swr.call(getTrigger, { ...name, trigger });
    const what = `trigger ${trigger} of ${formatName(name)}`;
    await confirmRemoval(context, { what, isSure: yes });
    await writeAndLook(
      () => swr.call(deleteTrigger, { ...name, trigger }),
      async () => {
        if ((await findTrigger(swr, name, trigger)) !== undefined) throw withoutEffect(`${what} is still there`);
      },
    );
    context.output().note(`Removed ${what}`);
    return undefined;
  });
}
