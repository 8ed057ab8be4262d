import { Command } from 'commander';
import { parseLimit, type Limits } from '../../model/limits.ts';
import type { Context } from '../context.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../output-options.ts';

export interface CheckOptions {
  /** Archive or reference. */
  readonly operand: string;
  /** ORG, or the reference that the image is to get. */
  readonly to?: string;
  /** NAME or @N: only this image of an archive with several. */
  readonly image?: string;
  /** Instead of those of the table. */
  readonly limits: Partial<Limits>;
}

/** JSON fields of one finding: a contract with scripts. */
export const CHECK_FIELDS = ['level', 'check', 'image', 'message', 'hint'] as const;

const collectLimit = (text: string, before: Partial<Limits> = {}): Partial<Limits> => ({
  ...before,
  ...parseLimit(text),
});

/** As commander gives them. */
type CheckFlags = Omit<CheckOptions, 'operand' | 'limits'> & { readonly limit?: Partial<Limits> };

export const check = (context: Context): Command =>
  withOutputOptions(
    new Command('check')
      .description('Find everything that could stop or change a push, before it; exit 6 on a blocker')
      .argument('<source|reference>', 'archive, OCI layout directory or [registry/]org/repo[:tag][@digest]')
      .option('--to <org|reference>', 'where the push is to go; default: the names in the archive')
      .option('--image <name|@n>', 'only this image of an archive with several: by name, or @0, @1 …')
      .option('--limit <name=value>', 'a limit of your region, for example layer=50GB (repeatable)', collectLimit)
      .addHelpText(
        'after',
        examples('swrctl check app.tar --to team', 'swrctl check app.tar --limit layer=50GB -o json'),
      ),
    CHECK_FIELDS,
  ).action(async (operand: string, { limit = {}, ...flags }: CheckFlags) => {
    const { runCheck } = await import('./check-run.ts');
    await runCheck(context, { ...flags, operand, limits: limit });
  });
