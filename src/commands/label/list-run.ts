import type { Context } from '../../app/world.ts';
import { projectCaller } from '../../swr/enterprise/client.ts';
import { listNamespaceLabelKeys, listProjectLabels } from '../../swr/enterprise/labels.ts';
import { bearerOf, openLabels } from './bearer.ts';
import { LABEL_KEY_VIEW, LABEL_VIEW } from './view.ts';

export interface LabelListOptions {
  /** True: keys with all values that are in use. */
  readonly all: boolean;
  /** True: those of the namespaces of the instance in use, not those of the instances of the project. */
  readonly namespaces: boolean;
}

/** `swrctl label list`. */
export async function runLabelList(
  context: Context,
  namespace: string | undefined,
  { all, namespaces }: LabelListOptions,
): Promise<void> {
  const output = context.output();
  if (!all) {
    const labels = await bearerOf(await openLabels(context), namespace).list();
    return output.list(labels, LABEL_VIEW);
  }
  const keys = namespaces
    ? await (await openLabels(context)).call(listNamespaceLabelKeys, {})
    : await projectCaller(await (await context.services()).swr())(listProjectLabels, {});
  await output.list(keys, LABEL_KEY_VIEW);
}
