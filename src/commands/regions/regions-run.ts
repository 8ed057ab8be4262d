import { CLOUDS, apiEndpoint, iamEndpoint, registryHost, type Cloud } from '../../model/clouds.ts';
import type { View } from '../../output/output.ts';
import type { Context } from '../../app/world.ts';
import { cloudWarning, regionWarning } from '../../app/settings/regions.ts';
import { globPattern } from '../../model/glob.ts';

/** One region of one cloud. */
interface RegionRow {
  readonly region: string;
  /** As its operator calls it. */
  readonly operator: string;
  /** Domain, as --cloud takes it. */
  readonly cloud: string;
  /** Host. */
  readonly registry: string;
  /** URL of the management API. */
  readonly endpoint: string;
  /** URL; null where it does not follow the pattern. */
  readonly iamEndpoint: string | null;
  /** What the cloud is known not to have. */
  readonly lacks: readonly string[];
}

const VIEW: View<RegionRow> = {
  columns: [
    { header: 'Region', value: ({ region }) => region },
    { header: 'Operator', value: ({ operator }) => operator, drop: 2 },
    { header: 'Cloud', value: ({ cloud }) => cloud, drop: 1 },
    { header: 'Registry', value: ({ registry }) => registry },
    { header: 'Endpoint', value: ({ endpoint }) => endpoint, wide: true },
    { header: 'Iam endpoint', value: (row) => row.iamEndpoint, wide: true },
    { header: 'Lacks', value: ({ lacks }) => lacks.join(', '), wide: true },
  ],
  name: ({ region }) => region,
  empty: 'No region that this version knows; others work by the pattern swr.REGION.DOMAIN',
};

export interface RegionsOptions {
  /** Only regions that this shell pattern matches. */
  readonly filter?: string;
}

/** `swrctl regions`. */
export async function runRegions({ settings, output }: Context, { filter }: RegionsOptions): Promise<void> {
  const { sources, region, cloud } = await settings();
  const wantedRegion = sources.region === 'flag' ? region : undefined;
  const wantedCloud = sources.cloud === 'flag' ? cloud : undefined;
  const pattern = filter === undefined ? undefined : globPattern(filter);
  const rows = CLOUDS.filter(({ domain }) => domain === (wantedCloud ?? domain))
    .flatMap(rowsOf)
    .filter((row) => row.region === (wantedRegion ?? row.region) && (pattern?.test(row.region) ?? true));
  for (const text of warnings(wantedRegion, wantedCloud)) output().warn(text);
  await output().list(rows, VIEW);
}

/** Of what leaves nothing over. */
function warnings(region: string | undefined, cloud: string | undefined): string[] {
  const text = region === undefined ? cloud && cloudWarning(cloud) : regionWarning(region, cloud);
  return text ? [text] : [];
}

function rowsOf({ domain, name, regions: all, lacks }: Cloud): RegionRow[] {
  return all.map((region): RegionRow => {
    const place = { region, cloud: domain };
    return {
      region,
      operator: name,
      cloud: domain,
      registry: registryHost(place),
      endpoint: apiEndpoint(place),
      iamEndpoint: iamEndpoint(place) ?? null,
      lacks,
    };
  });
}
