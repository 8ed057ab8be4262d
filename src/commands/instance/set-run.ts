import type { Context } from '../../app/world.ts';
import { getConfiguration, updateConfiguration } from '../../swr/enterprise/instances.ts';
import { writeAndLook } from '../../swr/write-and-look.ts';
import { withoutEffect } from '../shared/changes.ts';
import { findInstance } from './find.ts';
import { INSTANCE_SETTINGS_VIEW, instanceRow } from './view.ts';

/** `swrctl instance set`. @param isAnonymous whether anybody may pull from public namespaces without a login. */
export async function runInstanceSet(context: Context, name: string | undefined, isAnonymous: boolean): Promise<void> {
  const output = context.output();
  const { instance, client } = await findInstance(context, name);
  const before = await client.call(getConfiguration, {});
  if (before.isAnonymous === isAnonymous) {
    output.note(`${instance.name} is like that already`);
  } else {
    await writeAndLook(
      () => client.call(updateConfiguration, { body: { isAnonymous } }),
      async () => {
        if ((await client.call(getConfiguration, {})).isAnonymous === isAnonymous) return;
        throw withoutEffect(`${instance.name} lets ${isAnonymous ? 'nobody' : 'everybody'} in without a login`);
      },
    );
    output.note(`Changed instance ${instance.name}: anonymous: ${words(!isAnonymous)} → ${words(isAnonymous)}`);
    if (isAnonymous) {
      output.warn(
        `anyone who reaches ${instance.name} can pull from its public namespaces; undo it with: swrctl instance set ${instance.name} --no-anonymous`,
      );
    }
  }
  if (output.isFormatAsked) {
    await output.show({ ...instanceRow(instance), anonymous: isAnonymous }, INSTANCE_SETTINGS_VIEW);
  }
}

const words = (isOn: boolean): string => (isOn ? 'yes' : 'no');
