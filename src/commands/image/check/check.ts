import { Command } from 'commander';
import type { Limits } from '../../../model/limits.ts';
import type { Context } from '../../../app/world.ts';
import { examples } from '../../help/layout.ts';
import { withOutputOptions } from '../../options/output-options.ts';
import { limitOption } from './limit-option.ts';
import type { CheckOptions } from './check-run.ts';

/** JSON fields of one finding: a contract with scripts. */
export const CHECK_FIELDS = ['level', 'check', 'image', 'message', 'hint'] as const;

/** As commander gives them. */
type CheckFlags = Omit<CheckOptions, 'operand' | 'limits'> & { readonly limit?: Partial<Limits> };

export const check = (context: Context): Command =>
  withOutputOptions(
    new Command('check')
      .description('Find everything that could stop or change a push, before it; exit 6 on a blocker')
      .argument('<source|reference>', 'archive, OCI layout directory or [registry/]org/repo[:tag][@digest]')
      .option('--to <org|reference>', 'where the push is to go; default: the names in the archive')
      .option('--image <name|@n>', 'only this image of an archive with several: by name, or @0, @1 …')
      .addOption(limitOption())
      .addHelpText(
        'after',
        `\nWith credentials it also asks registry and service, with calls that only read; without, it says so.\n${examples(
          'swrctl check app.tar --to team',
          'swrctl check app.tar --to team/app:v1 --limit layer=50GB -o json',
        )}`,
      ),
    CHECK_FIELDS,
  ).action(async (operand: string, { limit = {}, ...flags }: CheckFlags) => {
    const { runCheck } = await import('./check-run.ts');
    await runCheck(context, { ...flags, operand, limits: limit });
  });
