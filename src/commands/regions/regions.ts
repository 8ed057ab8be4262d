import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import type { RegionsOptions } from './regions-run.ts';

const FIELDS = ['region', 'operator', 'cloud', 'registry', 'endpoint', 'iamEndpoint', 'lacks'] as const;

const ABOUT = `
Nothing is asked over the network. --cloud and --region on the command line leave the others
out; variables and profiles do not. Regions and clouds that are not here work by the same
pattern, with a warning: swrctl login swr.REGION.DOMAIN`;

export const regions = (context: Context): Command =>
  withOutputOptions(
    new Command('regions')
      .description('List the clouds and regions that this version knows, with their hosts')
      .option('--filter <glob>', 'only regions that match: "*", "?", "[0-9]", "{a,b}"')
      .addHelpText('after', ABOUT)
      .addHelpText(
        'after',
        examples(
          'swrctl regions -o wide',
          'swrctl regions --cloud otc.t-systems.com',
          'swrctl regions --filter "eu-*" --json=region,registry',
        ),
      ),
    FIELDS,
  ).action(async (options: RegionsOptions) => {
    const { runRegions } = await import('./regions-run.ts');
    await runRegions(context, options);
  });
