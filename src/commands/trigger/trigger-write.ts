import { getTrigger, updateTrigger } from '../../swr/endpoints/triggers.ts';
import { writeAndLook } from '../../swr/write-and-look.ts';
import { runBatch } from '../shared/batch.ts';
import { withoutEffect } from '../shared/changes.ts';
import type { Context } from '../../app/world.ts';
import { formatName, repositoryName } from '../shared/names.ts';
import { TRIGGER_VIEW, triggerRow, type TriggerRow } from './view.ts';

export interface TriggerSwitchOptions {
  /** `org/repo`. */
  readonly repository: string;
  readonly triggers: readonly string[];
  readonly isEnabled: boolean;
}

const word = (isEnabled: boolean): string => (isEnabled ? 'on' : 'off');

/** `swrctl trigger enable`, `disable` and `set`. */
export async function runTriggerSwitch(context: Context, options: TriggerSwitchOptions): Promise<void> {
  const { repository, triggers, isEnabled } = options;
  const place = await context.services();
  const name = repositoryName(place, repository);
  const swr = await place.swr();
  await runBatch<string, TriggerRow>(
    context,
    { items: triggers, noun: 'trigger', view: TRIGGER_VIEW },
    async (trigger) => {
      const before = await swr.call(getTrigger, { ...name, trigger });
      const what = `trigger ${trigger} of ${formatName(name)}`;
      const after = await writeAndLook(
        () => swr.call(updateTrigger, { ...name, trigger, body: { isEnabled } }),
        async () => {
          const now = await swr.call(getTrigger, { ...name, trigger });
          if (now.isEnabled !== isEnabled) throw withoutEffect(`${what} is ${word(now.isEnabled)}`);
          return now;
        },
      );
      const isSame = before.isEnabled === isEnabled;
      const change = `${word(before.isEnabled)} → ${word(isEnabled)}`;
      context.output().note(isSame ? `${what} is ${word(isEnabled)} already` : `Switched ${what}: ${change}`);
      return triggerRow(after);
    },
  );
}
