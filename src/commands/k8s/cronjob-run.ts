import { formatManifests, type ManifestFormat } from '../../k8s/manifests.ts';
import type { Context } from '../../app/world.ts';
import { SwrctlError } from '../../base/errors.ts';
import { counted } from '../../base/words.ts';
import type { Output } from '../../output/output.ts';
import { longestGapMinutes } from '../../k8s/schedule-gap.ts';
import { refresherObjects } from '../../k8s/refresher.ts';
import { cloudOfRegion } from '../../model/clouds.ts';
import { shellWord } from '../../model/shell-word.ts';
import { completeReference, formatReference, parseReference } from '../../model/reference.ts';
import type { Services } from '../../app/services.ts';
import { endpointsOf } from '../../app/settings/settings.ts';
import { regionPlaces, regionWarnings } from './region-places.ts';
import { checkInstanceFlags, durationSeconds } from './duration.ts';

/** Life of a login that was asked for without one: believed. Source: docs/reference/service.md#temporary-logins. */
const LIKELY_SECONDS = 6 * 60 * 60;
/** The same for a credential of an instance: the shorter of two claims. Source: docs/reference/enterprise.md#logging-in. */
const INSTANCE_SECONDS = 12 * 60 * 60;

export interface K8sCronjobOptions {
  readonly image: string;
  /** Of the secrets that it keeps fresh. */
  readonly name: string;
  /** At least one; it runs in the first. */
  readonly namespaces: readonly string[];
  readonly regions?: readonly string[];
  readonly jobName: string;
  readonly schedule: string;
  /** Milliseconds. */
  readonly duration?: number | undefined;
  readonly credentialsSecret: string;
  readonly format: ManifestFormat;
}

/** `swrctl k8s cronjob`: prints the job and its rights. No secret goes into it, and nothing is asked over the network. */
export async function runK8sCronjob(context: Context, options: K8sCronjobOptions): Promise<void> {
  const { name, namespaces, regions, format } = options;
  const services = await context.services();
  const { note, warn, text } = context.output();
  if (services.instance !== undefined) checkInstanceFlags(services.instance, options);
  const seconds = durationSeconds({ ...options, type: 'temporary' });
  regionPlaces(services, regions); // says so now, not in the cluster, when no region is known
  for (const warning of regionWarnings(services, regions)) warn(warning);
  warnOfGap(warn, options.schedule, seconds, services.instance !== undefined);
  const [namespace = 'default'] = namespaces;
  const objects = refresherObjects({
    name: options.jobName,
    namespace,
    targets: namespaces,
    secret: name,
    schedule: options.schedule,
    image: pinnedImage(services, options.image),
    command: secretCommand(options, services, seconds),
    credentialsSecret: options.credentialsSecret,
    env: placeVariables(services, regions),
  });
  await text(await formatManifests(objects, format));
  note(`The job needs the secret "${options.credentialsSecret}" with SWRCTL_AK and SWRCTL_SK, and a first "${name}":`);
  note(`  ${[...secretCommand(options, services, seconds), '|', 'kubectl', 'apply', '-f', '-'].join(' ')}`);
}

/** Between the end of a login and the next run nobody can pull. */
function warnOfGap(warn: Output['warn'], schedule: string, seconds: number | undefined, isOfInstance: boolean): void {
  const gap = longestGapMinutes(schedule);
  const life = (seconds ?? (isOfInstance ? INSTANCE_SECONDS : LIKELY_SECONDS)) / 60;
  if (gap < life) return;
  const lives = seconds === undefined ? 'logins live about' : 'logins live';
  const runs = gap === Infinity ? 'hardly ever runs' : `leaves up to ${span(gap)} between two runs`;
  warn(`--schedule "${schedule}" ${runs}, and ${lives} ${span(life)}: in between, pulls fail.`);
  warn(`Run it more often with --schedule${isOfInstance ? '' : ', or give a longer --duration (at most 24h)'}`);
}

/** Minutes in the largest unit that is whole, for example `2 hours`. */
function span(minutes: number): string {
  if (minutes % (24 * 60) === 0) return counted(minutes / (24 * 60), 'day');
  return minutes % 60 === 0 ? counted(minutes / 60, 'hour') : counted(Math.round(minutes), 'minute');
}

/** A tag may be moved by others, and this image sees the access key. @throws {SwrctlError} USAGE without a digest. */
function pinnedImage({ endpoints, settings }: Services, image: string): string {
  const partial = parseReference(image);
  if (partial.digest === undefined) {
    throw new SwrctlError('USAGE', `--image is "${image}", which has no digest`, {
      hint: `Pin it: --image "${image.replace(/:[^/:]*$/, '')}@$(swrctl digest ${image})"`,
    });
  }
  return formatReference(completeReference(partial, { registry: endpoints.registry, namespace: settings.org }));
}

/** Every value in it was checked to be a name, so nothing needs quoting. */
function secretCommand(
  { name, namespaces, regions }: K8sCronjobOptions,
  { settings, endpoints, instance }: Services,
  seconds: number | undefined,
): string[] {
  const region = regions?.join(',') ?? settings.region;
  const isOtherProject = regions === undefined && endpoints.project !== settings.region;
  const flags = {
    instance: instance === undefined ? undefined : shellWord(instance.name),
    region,
    project: isOtherProject && endpoints.project !== undefined ? shellWord(endpoints.project) : undefined,
    namespace: namespaces.join(','),
    name,
    type: 'temporary',
    duration: seconds === undefined ? undefined : `${seconds}s`,
  };
  const words = Object.entries(flags).flatMap(([flag, value]) => (value === undefined ? [] : [`--${flag}`, value]));
  return ['swrctl', 'k8s', 'secret', ...words];
}

/** Addresses that do not follow from the region. */
function placeVariables(
  { settings, endpoints, instance }: Services,
  regions: readonly string[] | undefined,
): Record<string, string> {
  const { region, cloud } = settings;
  const { registry, registryScheme, endpoint } = endpoints;
  if (instance !== undefined) return instanceVariables({ settings, endpoints });
  if (regions !== undefined) {
    const isUsual = cloud === undefined || regions.every((name) => cloudOfRegion(name) === cloud);
    return isUsual ? {} : { SWRCTL_CLOUD: cloud };
  }
  if (region === undefined) return {};
  const usual = endpointsOf({ region });
  const address = registryScheme === 'http' ? `http://${registry}` : registry;
  return {
    ...(registry === usual.registry ? {} : { SWRCTL_REGISTRY: address ?? '' }),
    ...(endpoint === undefined || endpoint === usual.endpoint ? {} : { SWRCTL_ENDPOINT: endpoint }),
  };
}

/** What finds an instance by its name, which takes more calls than the shared edition needs. */
function instanceVariables({ settings, endpoints }: Pick<Services, 'settings' | 'endpoints'>): Record<string, string> {
  const { endpoint, iamEndpoint } = endpoints;
  const usual = endpointsOf({ region: settings.region });
  return {
    ...(endpoint === undefined || endpoint === usual.endpoint ? {} : { SWRCTL_ENDPOINT: endpoint }),
    ...(iamEndpoint === undefined || iamEndpoint === usual.iamEndpoint ? {} : { SWRCTL_IAM_ENDPOINT: iamEndpoint }),
    ...(settings.projectId === undefined ? {} : { SWRCTL_PROJECT_ID: settings.projectId }),
  };
}
