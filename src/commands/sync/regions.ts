import { Command } from 'commander';
import type { View } from '../../output/output.ts';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';

interface RegionRow {
  readonly region: string;
}

const VIEW: View<RegionRow> = {
  columns: [{ header: 'Region', value: ({ region }) => region }],
  name: ({ region }) => region,
};

export const syncRegions = (context: Context): Command =>
  withOutputOptions(
    new Command('regions')
      .description('List the regions that images can be copied to')
      .addHelpText('after', examples('swrctl sync regions', 'swrctl sync regions --query "[].region"')),
    ['region'],
  ).action(() => runSyncRegions(context));

export async function runSyncRegions({ services, output }: Context): Promise<void> {
  const { readRegions, SYNC_REGIONS } = await import('./target.ts');
  const said = await readRegions(await (await services()).swr());
  if (said === undefined) output().note('The service does not say; these are the regions of the user guide of 2025');
  await output().list(
    (said ?? SYNC_REGIONS).map((region) => ({ region })),
    VIEW,
  );
}
