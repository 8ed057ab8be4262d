import { deleteTrigger, getTrigger } from '../../swr/endpoints/triggers.ts';
import { writeAndLook } from '../../swr/write-and-look.ts';
import { withoutEffect } from '../shared/changes.ts';
import { runRemoval } from '../shared/removal.ts';
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
  const whatOf = (trigger: string): string => `trigger ${trigger} of ${formatName(name)}`;
  await runRemoval(context, {
    items: triggers,
    noun: 'trigger',
    isSure: yes,
    find: async (trigger) => {
      await swr.call(getTrigger, { ...name, trigger });
      return trigger;
    },
    describe: whatOf,
    remove: async (trigger) => {
      const what = whatOf(trigger);
      await writeAndLook(
        () => swr.call(deleteTrigger, { ...name, trigger }),
        async () => {
          if ((await findTrigger(swr, name, trigger)) !== undefined) throw withoutEffect(`${what} is still there`);
        },
      );
      context.output().note(`Removed ${what}`);
    },
  });
}
