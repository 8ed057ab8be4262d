import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';

/** JSON fields of an explanation: a contract with scripts. */
export const EXPLAIN_FIELDS = ['code', 'status', 'meaning', 'hint'] as const;

export const explain = (context: Context): Command =>
  withOutputOptions(
    new Command('explain')
      .description('Say what an error code or text of the service means, and what to do about it')
      .argument('<code|text...>', 'a code, a pasted error message, or words to look for')
      .addHelpText(
        'after',
        examples('swrctl explain SVCSTG.SWR.4000014', 'swrctl explain "denied: You may not login yet"'),
      ),
    EXPLAIN_FIELDS,
  ).action(async (words: string[]) => {
    const { runExplain } = await import('./explain-run.ts');
    await runExplain(context, words.join(' '));
  });
