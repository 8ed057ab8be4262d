import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';

/** JSON fields of a quota: a contract with scripts. An instance does not count its credentials, so `used` and `free` lack there. */
export const QUOTA_FIELDS = ['name', 'limit', 'used', 'free'] as const;

export const quota = (context: Context): Command =>
  withOutputOptions(
    new Command('quota')
      .description(
        'Show how many organizations, and with an image quota repositories and tags, are left; of an instance, all that it may hold',
      )
      .addHelpText('after', examples('swrctl quota', 'swrctl quota --query "[?name == \'organization\'].free | [0]"')),
    QUOTA_FIELDS,
  ).action(async () => {
    const { runQuota } = await import('./quota-run.ts');
    await runQuota(context);
  });
