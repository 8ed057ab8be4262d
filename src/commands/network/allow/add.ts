import { Command } from 'commander';
import type { Context } from '../../../app/world.ts';
import { examples } from '../../help/layout.ts';
import { withOutputOptions } from '../../options/output-options.ts';
import { withExistOk, type ExistOkFlag } from '../../shared/existing.ts';
import { ALLOW_FIELDS } from '../view.ts';
import type { AllowOptions } from './allow-write.ts';

export const allowAdd = (context: Context): Command =>
  withOutputOptions(
    withExistOk(
      new Command('add')
        .alias('create')
        .description('Let addresses in over the internet')
        .argument('<cidr[=text]...>', 'an address, or a range such as 203.0.113.0/24, with a text behind "="')
        .option('-y, --yes', 'let everybody in, where the list says so', false),
    ).addHelpText(
      'after',
      examples('swrctl network allow add 203.0.113.7', 'swrctl network allow add 203.0.113.0/24=office'),
    ),
    ALLOW_FIELDS,
  ).action(async (ranges: string[], options: AllowOptions & ExistOkFlag) => {
    const { runAllowAdd } = await import('./allow-write.ts');
    await runAllowAdd(context, ranges, options);
  });
