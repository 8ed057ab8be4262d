import { SwrctlError } from '../../base/errors.ts';
import { formatManifests } from '../../k8s/manifests.ts';
import { pullSecret, pullingServiceAccount } from '../../k8s/pull-secret.ts';
import type { Context } from '../../app/world.ts';
import { formatRelativeTime } from '../../output/units.ts';
import { regionPlaces, regionWarnings } from './region-places.ts';
import type { K8sSecretOptions } from './secret.ts';
import { longTermLogins, temporaryLogins, type SecretLogins } from './secret-logins.ts';

/** Seconds that the service takes. Source: SWR API reference, "Creating a Temporary Login Command". */
const MIN_SECONDS = 900;
const MAX_SECONDS = 86_400;

/** `swrctl k8s secret`: one secret per namespace, all with the same logins. */
export async function runK8sSecret(context: Context, options: K8sSecretOptions): Promise<void> {
  const { name, namespaces, regions, serviceAccount, format } = options;
  const seconds = durationSeconds(options);
  const services = await context.services();
  const { note, warn, text } = context.output();
  const places = regionPlaces(services, regions);
  for (const warning of regionWarnings(services, regions)) warn(warning);
  const found =
    options.type === 'temporary'
      ? await temporaryLogins(services, places, context.world, seconds)
      : await longTermLogins(services, places);
  const targets = namespaces.length === 0 ? [undefined] : namespaces;
  const objects = targets.flatMap((namespace) => [
    pullSecret({ name, namespace, ...found }),
    ...(serviceAccount === undefined ? [] : [pullingServiceAccount(serviceAccount, namespace, name)]),
  ]);
  await text(await formatManifests(objects, format));
  note(describe(options, found, context.world.now()));
}

/** @throws {SwrctlError} USAGE */
export function durationSeconds({ type, duration }: Pick<K8sSecretOptions, 'type' | 'duration'>): number | undefined {
  if (duration === undefined) return undefined;
  const seconds = Math.round(duration / 1000);
  if (type !== 'temporary') {
    throw new SwrctlError('USAGE', 'A long-term login has no duration', { hint: 'Add --type temporary' });
  }
  if (seconds >= MIN_SECONDS && seconds <= MAX_SECONDS) return seconds;
  throw new SwrctlError('USAGE', `--duration is ${seconds} seconds, outside of what the service takes`, {
    hint: 'Choose from 15m to 24h, for example --duration 12h',
  });
}

function describe({ name, type }: K8sSecretOptions, { logins, expiresAt }: SecretLogins, now: Date): string {
  const hosts = [...logins.keys()].join(', ');
  if (type === 'long-term') return `Secret "${name}" logs in to ${hosts} as long as the access key lives`;
  const end =
    expiresAt === undefined
      ? 'for some hours'
      : `until ${expiresAt.toISOString()} (${formatRelativeTime(expiresAt, now)})`;
  return `Secret "${name}" logs in to ${hosts} ${end}; keep it fresh with: swrctl k8s cronjob`;
}
