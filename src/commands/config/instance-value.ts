import { pickInstance, noSuchInstance, readInstances } from '../../app/instance/find-instance.ts';
import type { Context } from '../../app/world.ts';
import type { Profile } from '../../auth/profile.ts';
import { SwrctlError } from '../../base/errors.ts';
import { cloudOf } from '../../app/settings/settings.ts';
import { placeOfRegistry, registryHost } from '../../model/clouds.ts';
import { NO_INSTANCE } from '../../model/instance.ts';
import type { ConfigValue } from './keys.ts';

/**
 * What makes a profile one of an instance, or of the shared edition again. An instance is looked up first: its host takes
 * the place of the registry.
 *
 * @throws {SwrctlError} NOT_FOUND, USAGE, REFUSED for one that has no host yet.
 */
export async function instanceChange(context: Context, value: ConfigValue): Promise<(profile: Profile) => Profile> {
  if (value === undefined || value === NO_INSTANCE) return withoutInstance;
  const { swr } = await context.services();
  const wanted = String(value);
  const instances = await readInstances(await swr());
  const found = pickInstance(instances, wanted);
  if (found === undefined) throw noSuchInstance(wanted, instances);
  const { id: instanceId, name: instance, host: registry, status } = found;
  if (registry === undefined) {
    throw new SwrctlError('REFUSED', `Instance ${instance} has no registry host yet: its status is ${status}`, {
      hint: `Look at it with: swrctl instance show ${instance}`,
    });
  }
  return (profile) => ({
    ...profile,
    // What the name of the shared edition's registry said is not in the name of an instance's.
    region: profile.region ?? placeOfRegistry(profile.registry)?.region,
    cloud: profile.cloud ?? placeOfRegistry(profile.registry)?.cloud,
    sharedRegistry: profile.instance === undefined ? profile.registry : profile.sharedRegistry,
    registry,
    registryScheme: undefined,
    instance,
    instanceId,
    ...(instanceId === profile.instanceId ? {} : NO_LOGIN),
  });
}

/** Of another instance, or of none, is what login left. */
const NO_LOGIN = { instanceCredential: undefined, loginExpiresAt: undefined };

function withoutInstance(profile: Profile): Profile {
  if (profile.instance === undefined) return profile;
  const { region } = profile;
  const cloud = cloudOf({ ...profile, registry: profile.registry });
  const followed = region === undefined || cloud === undefined ? undefined : registryHost({ region, cloud });
  const registry = profile.sharedRegistry ?? followed;
  if (registry === undefined) {
    throw new SwrctlError(
      'USAGE',
      `Nobody has said which registry of the shared edition is beside ${profile.instance}`,
      {
        hint: 'Log in to it, which makes a profile: swrctl login --instance none --region REGION',
      },
    );
  }
  return { ...profile, registry, sharedRegistry: undefined, instance: undefined, instanceId: undefined, ...NO_LOGIN };
}

/** What else changed, and what does not work yet. */
export function tellInstance(context: Context, before: Profile, after: Profile): void {
  if (before.registry === after.registry) return;
  const { note } = context.output();
  note(`registry: ${before.registry} → ${after.registry}`);
  if (after.instance === undefined) return;
  note(
    `docker has no login to it yet; make it with: swrctl login --instance ${after.instance} --profile ${after.name}`,
  );
}
