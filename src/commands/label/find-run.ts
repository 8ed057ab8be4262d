import type { Context } from '../../app/world.ts';
import { SwrctlError } from '../../base/errors.ts';
import { projectCaller } from '../../swr/enterprise/client.ts';
import { findInstances, findNamespaces, type Labelled, type LabelFilter } from '../../swr/enterprise/labels.ts';
import { readAlignedPages } from '../../swr/paging.ts';
import { checkLabel } from '../shared/labels.ts';
import { openLabels } from './bearer.ts';
import { LABELLED_VIEW, labelledRow } from './view.ts';

export interface LabelFindOptions {
  /** True: namespaces of the instance in use, not instances of the project. */
  readonly namespaces: boolean;
  /** Stop after this many. */
  readonly limit?: number;
}

/** Most keys of a search, and most values of one of them. Source: docs/reference/enterprise.md#limits. */
const [MAX_KEYS, MAX_VALUES] = [50, 10];

/** `swrctl label find`. */
export async function runLabelFind(
  context: Context,
  words: readonly string[],
  { namespaces, limit }: LabelFindOptions,
): Promise<void> {
  const body = filtersOf(words);
  const found = namespaces ? await namespacesWith(context, body, limit) : await instancesWith(context, body, limit);
  await context.output().list(found.map(labelledRow), LABELLED_VIEW);
}

async function instancesWith(context: Context, body: readonly LabelFilter[], limit?: number): Promise<Labelled[]> {
  const call = projectCaller(await (await context.services()).swr());
  return readAlignedPages((page) => call(findInstances, { ...page, body }), limit);
}

async function namespacesWith(context: Context, body: readonly LabelFilter[], limit?: number): Promise<Labelled[]> {
  const client = await openLabels(context);
  return readAlignedPages((page) => client.call(findNamespaces, { ...page, body }), limit);
}

/** Each `KEY=VALUE`, or `KEY` for any value; several values of one key are joined by or. @throws {SwrctlError} REFUSED; USAGE */
function filtersOf(words: readonly string[]): LabelFilter[] {
  const filters = new Map<string, { values: string[]; isAny: boolean }>();
  for (const word of words) {
    const [, key = '', value] = /^([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
    if (key === '') {
      throw new SwrctlError('USAGE', `"${word}" is no label`, {
        hint: 'Write it as KEY=VALUE, or as KEY for any value',
      });
    }
    checkLabel({ key, value: value ?? '' });
    const filter = filters.get(key) ?? { values: [], isAny: false };
    filters.set(key, {
      values: [...filter.values, ...(value === undefined ? [] : [value])],
      isAny: filter.isAny || value === undefined,
    });
  }
  const list = [...filters].map(([key, { values, isAny }]) => ({ key, values: isAny ? [] : [...new Set(values)] }));
  if (list.length <= MAX_KEYS && list.every(({ values }) => values.length <= MAX_VALUES)) return list;
  throw new SwrctlError('REFUSED', `The service searches for ${MAX_KEYS} keys with ${MAX_VALUES} values each at most`, {
    hint: 'Search for fewer',
  });
}
