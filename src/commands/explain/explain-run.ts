import { SwrctlError } from '../../base/errors.ts';
import type { View } from '../../output/output.ts';
import type { Explanation } from '../../problem/explain.ts';
import { explain } from '../../problem/search.ts';
import type { Context } from '../../app/world.ts';

/** An explanation, as JSON shows it. */
interface ExplainRow {
  readonly code: string;
  readonly status: number | null;
  readonly meaning: string;
  readonly hint: string;
}

const VIEW: View<ExplainRow> = {
  columns: [
    { header: 'Code', value: ({ code }) => code },
    { header: 'Status', value: ({ status }) => status },
    { header: 'Meaning', value: ({ meaning }) => meaning, flow: 'wrap' },
    { header: 'Hint', value: ({ hint }) => hint, flow: 'wrap' },
  ],
  name: ({ code }) => code,
};

const row = ({ status, ...rest }: Explanation): ExplainRow => ({ ...rest, status: status ?? null });

/** `swrctl explain`: one object for a code or a known text, a list for words. */
export async function runExplain(context: Context, words: string): Promise<void> {
  const output = context.output();
  const found = explain(words);
  const [only] = found;
  if (only === undefined) {
    throw new SwrctlError('NOT_FOUND', `Nothing is known about "${words}"`, {
      hint: 'Give the code behind "Cause:", for example: swrctl explain 4040113',
    });
  }
  if (found.length === 1) await output.show(row(only), VIEW);
  else await output.list(found.map(row), VIEW);
}
