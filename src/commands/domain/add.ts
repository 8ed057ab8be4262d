import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { withExistOk, type ExistOkFlag } from '../shared/existing.ts';
import type { DomainOptions } from './domain-write.ts';
import { DOMAIN_FIELDS } from './view.ts';

export const domainAdd = (context: Context): Command =>
  withOutputOptions(
    withExistOk(
      new Command('add')
        .alias('create')
        .description('Give the instance a host name of your own')
        .argument('<host>', 'host name, without scheme and port')
        .requiredOption('--certificate <id>', 'id of its certificate in the SSL certificate service'),
    ).addHelpText('after', examples('swrctl domain add registry.example.com --certificate scs1600000000000')),
    DOMAIN_FIELDS,
  ).action(async (host: string, options: DomainOptions & ExistOkFlag) => {
    const { runDomainAdd } = await import('./domain-write.ts');
    await runDomainAdd(context, host, options);
  });
