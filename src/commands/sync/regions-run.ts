import type { View } from '../../output/output.ts';
import type { Context } from '../../app/world.ts';
import { readRegions, SYNC_REGIONS } from './target.ts';

interface RegionRow {
  readonly region: string;
}

const VIEW: View<RegionRow> = {
  columns: [{ header: 'Region', value: ({ region }) => region }],
  name: ({ region }) => region,
};

/** `swrctl sync regions`. */
export async function runSyncRegions({ services, output }: Context): Promise<void> {
  const said = await readRegions(await (await services()).swr());
  if (said === undefined) output().note('The service does not say; these are the regions of the user guide of 2025');
  await output().list(
    (said ?? SYNC_REGIONS).map((region) => ({ region })),
    VIEW,
  );
}
