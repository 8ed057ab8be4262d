import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { DOMAIN_FIELDS } from './view.ts';

export const domainList = (context: Context): Command =>
  withOutputOptions(
    new Command('list')
      .alias('ls')
      .description('List the host names of the instance')
      .addHelpText('after', examples('swrctl domain list', 'swrctl domain list --json=host,certificate')),
    DOMAIN_FIELDS,
  ).action(async () => {
    const { runDomainList } = await import('./list-run.ts');
    await runDomainList(context);
  });
