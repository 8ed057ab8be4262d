import { formatManifests, type ManifestFormat } from '../../k8s/manifests.ts';
import type { Context } from '../../app/world.ts';
import { formatRelativeTime } from '../../output/units.ts';
import type { SecretType } from './secret-types.ts';
import type { Services } from '../../app/services.ts';
import { pullSecret, pullingServiceAccount } from '../../k8s/pull-secret.ts';
import { shellWord } from '../../model/shell-word.ts';
import { instanceLogins } from './instance-logins.ts';
import { regionPlaces, regionWarnings } from './region-places.ts';
import { longTermLogins, temporaryLogins, type SecretLogins } from './secret-logins.ts';
import { placeFlags } from './secret-place.ts';
import { checkInstanceFlags, durationSeconds } from './duration.ts';

export interface K8sSecretOptions {
  readonly name: string;
  /** Empty: one secret without a namespace. */
  readonly namespaces: readonly string[];
  /** Several; absent: the one of the settings. */
  readonly regions?: readonly string[];
  /** Absent: long-term; in an instance whichever there is. */
  readonly type?: SecretType;
  /** Milliseconds; of temporary logins. */
  readonly duration?: number | undefined;
  /** Service account that is to use the secret. */
  readonly serviceAccount?: string;
  readonly format: ManifestFormat;
}

/** `swrctl k8s secret`: one secret per namespace, all with the same logins. */
export async function runK8sSecret(context: Context, options: K8sSecretOptions): Promise<void> {
  const { name, namespaces, serviceAccount, format } = options;
  const services = await context.services();
  const { note, text } = context.output();
  const found = await findLogins(context, services, options);
  const targets = namespaces.length === 0 ? [undefined] : namespaces;
  const objects = targets.flatMap((namespace) => [
    pullSecret({ name, namespace, ...found }),
    ...(serviceAccount === undefined ? [] : [pullingServiceAccount(serviceAccount, namespace, name)]),
  ]);
  await text(await formatManifests(objects, format));
  note(describe(options, found, services, context.world.now()));
}

interface TypedLogins extends SecretLogins {
  readonly type: SecretType;
}

async function findLogins(
  { output, world }: Context,
  services: Services,
  options: K8sSecretOptions,
): Promise<TypedLogins> {
  const { regions, type = 'long-term' } = options;
  const { instance } = services;
  if (instance !== undefined) {
    checkInstanceFlags(instance, options);
    return instanceLogins(services, instance, options.type);
  }
  const seconds = durationSeconds({ ...options, type });
  const places = regionPlaces(services, regions);
  for (const warning of regionWarnings(services, regions)) output().warn(warning);
  const found =
    type === 'temporary'
      ? await temporaryLogins(services, places, world, seconds)
      : await longTermLogins(services, places);
  return { ...found, type };
}

function describe(
  options: K8sSecretOptions,
  { logins, expiresAt, type }: TypedLogins,
  { instance }: Services,
  now: Date,
): string {
  const { name, regions } = options;
  const hosts = [...logins.keys()].join(', ');
  if (type === 'long-term') {
    const end = instance === undefined ? 'the access key lives' : 'its credential is there and enabled';
    return `Secret "${name}" logs in to ${hosts} as long as ${end}`;
  }
  const end =
    expiresAt === undefined
      ? 'for some hours'
      : `until ${expiresAt.toISOString()} (${formatRelativeTime(expiresAt, now)})`;
  const where = instance === undefined ? '' : ` --instance ${shellWord(instance.name)}`;
  const flags = `${where}${placeFlags(options)}${regions === undefined ? '' : ` --region ${regions.join(',')}`}`;
  return `Secret "${name}" logs in to ${hosts} ${end}; keep it fresh with: swrctl k8s cronjob --image IMAGE${flags}`;
}
