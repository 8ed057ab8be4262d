import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import type { DomainOptions } from './domain-write.ts';
import { DOMAIN_FIELDS } from './view.ts';

export const domainSet = (context: Context): Command =>
  withOutputOptions(
    new Command('set')
      .aliases(['update', 'edit'])
      .description('Give a host name another certificate; nothing else of it can be changed')
      .argument('<host>', 'host name, as the list has it')
      .requiredOption('--certificate <id>', 'id of the certificate in the SSL certificate service')
      .addHelpText('after', examples('swrctl domain set registry.example.com --certificate scs1700000000000')),
    DOMAIN_FIELDS,
  ).action(async (host: string, options: DomainOptions) => {
    const { runDomainSet } = await import('./domain-write.ts');
    await runDomainSet(context, host, options);
  });
