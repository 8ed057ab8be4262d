import { firesFor, type TriggerCondition } from '../../model/trigger.ts';
import type { Context } from '../../app/world.ts';
import { globPattern } from '../../model/glob.ts';
import type { Output, View } from '../../output/output.ts';
import { listTags } from '../../swr/endpoints/tags.ts';
import { readPages } from '../../swr/paging.ts';
import { repositoryName } from '../shared/names.ts';
import { formatOn } from './on.ts';

export interface TriggerTestOptions {
  /** `org/repo`. */
  readonly repository: string;
  readonly condition: TriggerCondition;
}

/** One tag, as JSON shows it. */
interface TestRow {
  readonly tag: string;
  readonly fires: boolean;
}

const VIEW: View<TestRow> = {
  columns: [
    { header: 'Tag', value: ({ tag }) => tag },
    { header: 'Fires', value: ({ fires }) => fires },
  ],
  name: ({ tag }) => tag,
  empty: 'The repository has no tags to try it on',
};

/** `swrctl trigger test`. */
export async function runTriggerTest(context: Context, { repository, condition }: TriggerTestOptions): Promise<void> {
  const place = await context.services();
  const name = repositoryName(place, repository);
  const swr = await place.swr();
  const order = { order_column: 'updated_at', order_type: 'desc' };
  const tags = await readPages((limit, offset) => swr.ask(listTags, { ...name, ...order, limit, offset }));
  const rows = tags.map(({ name: tag }) => ({ tag, fires: firesFor(condition, tag) }));
  const output = context.output();
  warnOfGlob(condition, rows, output);
  await output.list(rows, VIEW);
  const hits = rows.filter(({ fires }) => fires).length;
  if (rows.length > 0) output.note(`${formatOn(condition)} fires for ${hits} of ${rows.length} tags`);
}

/** One edition of the user guide reads patterns as globs, the API as regular expressions. */
function warnOfGlob({ by, pattern }: TriggerCondition, rows: readonly TestRow[], output: Output): void {
  if (by !== 'regex' || !/^[\w.-]*[*?]/.test(pattern) || /\.[*?]/.test(pattern)) return;
  const glob = globPattern(pattern);
  const isDifferent = rows.some(({ tag, fires }) => fires !== glob.test(tag));
  if (isDifferent)
    output.warn(`"${pattern}" is read as a regular expression, not as a glob; did you mean "${glob.source}"?`);
}
