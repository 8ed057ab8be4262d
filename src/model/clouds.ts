/** What some clouds that run this software do not offer. */
export type CloudFeature =
  'triggers' | 'sync' | 'retag' | 'v3 lists' | 'agency' | 'enhanced login' | 'accelerator' | 'enterprise edition';

/** One operator of the service. Hosts are `swr.REGION.DOMAIN`, `swr-api.REGION.DOMAIN` and `iam.REGION.DOMAIN`. */
export interface Cloud {
  /** What stands behind the region in every host name. */
  readonly domain: string;
  /** As its operator calls it. */
  readonly name: string;
  /** Known ones; new ones appear, so others are let through with a warning. */
  readonly regions: readonly string[];
  /** False: IAM does not follow the pattern, and where it is has to be said. Default true. */
  readonly hasUsualIam?: false;
  /** An address of IAM that users of this cloud report; to be suggested, never to be used unasked. */
  readonly reportedIam?: string;
  readonly lacks: readonly CloudFeature[];
}

const VENDOR_REGIONS: readonly string[] = [
  ...['cn-north-1', 'cn-north-2', 'cn-north-4', 'cn-north-9', 'cn-north-11', 'cn-north-12'],
  ...['cn-east-2', 'cn-east-3', 'cn-east-4', 'cn-east-5'],
  ...['cn-south-1', 'cn-south-2', 'cn-south-4', 'cn-southwest-2', 'cn-southwest-3'],
  ...['ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3', 'ap-southeast-4', 'ap-southeast-5'],
  ...['af-south-1', 'af-north-1', 'la-south-2', 'la-north-2', 'na-mexico-1', 'sa-brazil-1', 'sa-peru-1'],
  ...['tr-west-1', 'ae-ad-1', 'me-east-1', 'my-kualalumpur-1', 'eu-west-0', 'ru-northwest-2', 'ru-moscow-1'],
];

const PARTNER_LACKS: readonly CloudFeature[] = ['accelerator', 'enterprise edition'];
const OTC_LACKS: readonly CloudFeature[] = [
  ...PARTNER_LACKS,
  ...(['triggers', 'sync', 'retag', 'v3 lists', 'agency', 'enhanced login'] as const),
];

/**
 * The clouds that are known to run SWR, the vendor's own first. Source:
 * docs/reference/clouds.md#hosts; docs/reference/clouds.md#regions; docs/reference/clouds.md#partner-clouds.
 */
export const CLOUDS: readonly Cloud[] = [
  { domain: 'myhuaweicloud.com', name: 'Huawei Cloud', regions: VENDOR_REGIONS, lacks: [] },
  { domain: 'myhuaweicloud.eu', name: 'Huawei Cloud Europe', regions: ['eu-west-101'], lacks: [] },
  { domain: 'otc.t-systems.com', name: 'Open Telekom Cloud', regions: ['eu-de', 'eu-nl'], lacks: OTC_LACKS },
  {
    domain: 'sc.otc.t-systems.com',
    name: 'Open Telekom Cloud, Swiss',
    regions: ['eu-ch2'],
    hasUsualIam: false,
    reportedIam: 'https://iam-pub.eu-ch2.sc.otc.t-systems.com',
    lacks: OTC_LACKS,
  },
  {
    domain: 'prod-cloud-ocb.orange-business.com',
    name: 'Flexible Engine',
    regions: ['eu-west-0'],
    lacks: PARTNER_LACKS,
  },
  { domain: 'hc.sbercloud.ru', name: 'Cloud.ru Advanced', regions: ['ru-moscow-1'], lacks: PARTNER_LACKS },
  { domain: 'hc.vtbcloud.ru', name: 'VTB Cloud', regions: ['ru-moscow-1'], lacks: PARTNER_LACKS },
  { domain: 'g42cloud.com', name: 'G42 Cloud', regions: ['ae-ad-1'], lacks: PARTNER_LACKS },
];

/** Where a registry stands, as its host name says. */
export interface CloudPlace {
  readonly region: string;
  /** Domain of the cloud. */
  readonly cloud: string;
}

export function findCloud(domain: string): Cloud | undefined {
  return CLOUDS.find((cloud) => cloud.domain === domain);
}

/** `cn-north-4`, `eu-de`: what stands behind `swr.` where a domain is not known. */
const REGION_LIKE = /^[a-z]{2}(?:-[a-z0-9]+)+$/;
const LABEL = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/**
 * The region of a project: the main project is called like it, a sub-project `REGION_NAME`. Undefined for a name that is
 * of neither form; without `_` only a region that is known, since anything may look like one.
 */
export function regionOfProject(name: string): string | undefined {
  const [region = '', ...rest] = name.split('_');
  const isSub = rest.length > 0 && rest.join('_') !== '';
  return (isSub ? REGION_LIKE.test(region) : isKnownRegion(region)) ? region : undefined;
}

const isKnownRegion = (region: string): boolean => CLOUDS.some(({ regions }) => regions.includes(region));

/** Reads `swr.REGION.DOMAIN`; the port does not matter. Undefined for a host of another form. */
export function placeOfRegistry(host: string): CloudPlace | undefined {
  const [service, region = '', ...rest] = hostname(host).split('.');
  const cloud = rest.join('.');
  const isRegion = findCloud(cloud) === undefined ? REGION_LIKE.test(region) && rest.length > 1 : LABEL.test(region);
  return service === 'swr' && isRegion ? { region, cloud } : undefined;
}

/**
 * The domain of the cloud that a host belongs to: a known one that the name ends in, the longest first, else what
 * stands behind `swr.REGION.`. Undefined where the name says nothing.
 */
export function cloudOfHost(host: string): string | undefined {
  const name = hostname(host);
  const known = CLOUDS.filter(({ domain }) => name === domain || name.endsWith(`.${domain}`));
  const longest = [...known].sort((a, b) => b.domain.length - a.domain.length)[0];
  return longest?.domain ?? placeOfRegistry(host)?.cloud;
}

/** The first cloud that has a region; the vendor's own for a region that nobody is known to have. */
export function cloudOfRegion(region: string): string {
  const [vendor] = CLOUDS;
  return (CLOUDS.find(({ regions }) => regions.includes(region)) ?? vendor)?.domain ?? '';
}

/** Registry host. */
export const registryHost = ({ region, cloud }: CloudPlace): string => `swr.${region}.${cloud}`;

/** URL of the management API. */
export const apiEndpoint = ({ region, cloud }: CloudPlace): string => `https://swr-api.${region}.${cloud}`;

/** URL of the identity service; undefined where it does not follow the pattern. */
export function iamEndpoint({ region, cloud }: CloudPlace): string | undefined {
  return findCloud(cloud)?.hasUsualIam === false ? undefined : `https://iam.${region}.${cloud}`;
}

const hostname = (host: string): string => host.toLowerCase().replace(/:\d+$/, '');
