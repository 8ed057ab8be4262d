import { formatManifests, type ManifestFormat } from '../../k8s/manifests.ts';
import type { Context } from '../../app/world.ts';
import { formatRelativeTime } from '../../output/units.ts';
import type { SecretType } from './secret-types.ts';
import { pullSecret, pullingServiceAccount } from '../../k8s/pull-secret.ts';
import { regionPlaces, regionWarnings } from './region-places.ts';
import { longTermLogins, temporaryLogins, type SecretLogins } from './secret-logins.ts';
import { placeFlags } from './secret-place.ts';
import { durationSeconds } from './duration.ts';

export interface K8sSecretOptions {
  readonly name: string;
  /** Empty: one secret without a namespace. */
  readonly namespaces: readonly string[];
  /** Several; absent: the one of the settings. */
  readonly regions?: readonly string[];
  readonly type: SecretType;
  /** Milliseconds; of temporary logins. */
  readonly duration?: number | undefined;
  /** Service account that is to use the secret. */
  readonly serviceAccount?: string;
  readonly format: ManifestFormat;
}

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

function describe(options: K8sSecretOptions, { logins, expiresAt }: SecretLogins, now: Date): string {
  const { name, type, regions } = options;
  const hosts = [...logins.keys()].join(', ');
  if (type === 'long-term') return `Secret "${name}" logs in to ${hosts} as long as the access key lives`;
  const end =
    expiresAt === undefined
      ? 'for some hours'
      : `until ${expiresAt.toISOString()} (${formatRelativeTime(expiresAt, now)})`;
  const flags = `${placeFlags(options)}${regions === undefined ? '' : ` --region ${regions.join(',')}`}`;
  return `Secret "${name}" logs in to ${hosts} ${end}; keep it fresh with: swrctl k8s cronjob --image IMAGE${flags}`;
}
