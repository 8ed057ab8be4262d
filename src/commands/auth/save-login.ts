import { join } from 'node:path';
import { environmentKey } from '../../auth/chain.ts';
import { OWN_HELPER_PROGRAM } from '../../auth/docker-config.ts';
import type { Profile } from '../../auth/profile.ts';
import { SwrctlError } from '../../base/errors.ts';
import { endpointsOf } from '../../app/settings/settings.ts';
import { cloudOfHost } from '../../model/clouds.ts';
import type { Services } from '../../app/services.ts';
import { SAY_PROJECT_ID, isSubProject } from '../../app/account/project-id.ts';
import { findProjectId, type ProjectQuestion } from './find-project.ts';
import type { LoginAccount, LoginPlan } from './login-plan.ts';
import type { LoginOptions } from './login-options.ts';
import { saveSecret, secretOf, type SavedSecret } from './save-secret.ts';
import { storeLogin, type StoredLogin } from './store-login.ts';

type Undo = () => Promise<unknown>;

export interface SaveAccountOptions extends ProjectQuestion {
  readonly plan: LoginPlan;
  readonly options: Pick<LoginOptions, 'insecureStorage' | 'verify' | 'helper' | 'for'>;
}

/**
 * Writes docker config, profile and, where that was asked for, the SK. When a step fails, those before it are taken back.
 *
 * @returns what was written where, a line each, and the files that have the login in them.
 */
export async function saveAccount(
  services: Services,
  request: SaveAccountOptions,
): Promise<Pick<StoredLogin, 'notes' | 'plainFiles'>> {
  const { plan, account, options } = request;
  const name = profileName(services, request);
  const previous = await services.profiles.get(name);
  const { registryScheme } = account.target;
  const projectId = options.verify ? await findProjectId(request) : account.target.projectId;
  const stored = await storeLogin(services, plan, options, request.world, name);
  const undo: Undo[] = [stored.undo];
  try {
    undo.push(() => (previous ? services.profiles.save(previous) : services.profiles.remove(name)));
    const secret = await keepSecret(services, name, account, options, previous);
    undo.push(secret.undo);
    if (options.helper && secret.place === undefined) checkEnvironment(request, secret);
    const kept = { projectId, registryScheme, secretPlace: secret.place };
    await services.profiles.update(name, (current) => profileOf(name, request, current, kept, services));
    await services.profiles.setActive(name);
    const file = join(services.settings.configDir, 'profiles', `${name}.json`);
    const saved = `Profile: "${name}", now the active one, in ${file}`;
    const notes = [...stored.notes, saved, secret.note, ...missingId(account.target.project, projectId, options)];
    return { notes, plainFiles: stored.plainFiles };
  } catch (error) {
    for (const step of undo.reverse()) await step().catch(() => undefined); // the first error is the one to report
    throw error;
  }
}

/** Without its id nothing but the registry knows a sub-project. */
function missingId(
  project: string | undefined,
  projectId: string | undefined,
  { verify }: SaveAccountOptions['options'],
): string[] {
  if (!verify || projectId !== undefined || project === undefined || !isSubProject(project)) return [];
  return [`Project id: not known; management commands need the one of ${project}. ${SAY_PROJECT_ID}`];
}

/** The helper needs the secret at every login: saved, or in the environment that docker hands on. */
function checkEnvironment({ plan, world }: SaveAccountOptions, { note }: SavedSecret): void {
  if (plan.source === environmentKey(world.env).source) return;
  throw new SwrctlError('AUTH_REQUIRED', `${OWN_HELPER_PROGRAM} would have no secret to make logins from`, {
    hint: 'Add --insecure-storage to keep it in a file, or leave --helper out',
    cause: new Error(note),
  });
}

/** Named by the user; else like the instance, or the profile in use if it is this very account; else like the region. */
function profileName({ settings }: Services, { account, plan }: SaveAccountOptions): string {
  const { target, accessKey } = account;
  const { profile, region } = target;
  if (plan.instance !== undefined) return settings.profile ?? plan.instance.name;
  const isSame = profile !== undefined && profile.accessKey === accessKey && profile.instance === undefined;
  return settings.profile ?? (isSame ? profile.name : undefined) ?? region ?? 'default';
}

/** A token or a temporary login leaves its end in the profile. */
function temporaryOf({ temporary }: LoginPlan, token: LoginAccount['token']): Partial<Profile> {
  return {
    iamUser: token?.iamUser,
    tokenExpiresAt: token?.expiresAt.toISOString(),
    temporary: temporary?.kind,
    temporarySeconds: temporary?.seconds,
    loginExpiresAt: temporary?.expiresAt?.toISOString(),
  };
}

/** An instance, and the registry of the shared edition to go back to. */
function instanceOf(
  { host, instance }: LoginPlan,
  shared: string | undefined,
  current: Profile | undefined,
): Partial<Profile> {
  if (instance === undefined) return {};
  const { name, id, credential, expiresAt } = instance;
  return {
    instance: name,
    instanceId: id,
    instanceCredential: credential,
    loginExpiresAt: expiresAt?.toISOString(),
    sharedRegistry: shared === host ? current?.sharedRegistry : shared,
  };
}

/** What follows from the region is left out; the default organization stays while the account is the same. */
function profileOf(
  name: string,
  { plan, account }: SaveAccountOptions,
  current: Profile | undefined,
  { projectId, registryScheme, secretPlace }: Pick<Profile, 'projectId' | 'registryScheme' | 'secretPlace'>,
  { settings }: Services,
): Profile {
  const { accessKey, target } = account;
  const { region, project } = target;
  const isSame = current?.accessKey === accessKey && current?.project === project;
  return {
    name,
    registry: plan.host,
    registryScheme,
    region,
    project,
    accessKey,
    secretPlace,
    ...temporaryOf(plan, account.token),
    ...instanceOf(plan, target.registry, current),
    projectId: projectId ?? (isSame ? current?.projectId : undefined),
    ...unusualPlace(plan.host, account.target),
    org: settings.sources.org === 'flag' ? settings.org : isSame ? current?.org : undefined,
  };
}

/** What does not follow from registry and region. */
function unusualPlace(registry: string, target: LoginAccount['target']): Partial<Profile> {
  const { region, cloud, endpoint, iamEndpoint } = target;
  const usual = endpointsOf({ registry, region, cloud });
  return {
    cloud: cloud === cloudOfHost(registry) ? undefined : cloud,
    endpoint: endpoint === usual.endpoint ? undefined : endpoint,
    iamEndpoint: iamEndpoint === usual.iamEndpoint ? undefined : iamEndpoint,
  };
}

/** The secret of a login goes to the keychain or the file; what an earlier login of another account left goes away. */
async function keepSecret(
  { profiles }: Services,
  profile: string,
  { accessKey, key, token }: LoginAccount,
  { insecureStorage }: SaveAccountOptions['options'],
  previous: Profile | undefined,
): Promise<SavedSecret> {
  const { secrets } = profiles;
  const secret = secretOf(key, token);
  if (secret !== undefined && key?.securityToken === undefined) {
    return saveSecret(secrets, profile, secret, insecureStorage, previous);
  }
  const undo = () => Promise.resolve();
  if (key === undefined && accessKey !== undefined && previous?.accessKey === accessKey) {
    const { secretKey } = await profiles.credentialOf(previous);
    const place = previous.secretPlace ?? 'file';
    if (secretKey !== undefined) return { place, undo, note: `Secret key: saved earlier in ${secrets[place].place}` };
  }
  await secrets.file.erase(profile);
  return { place: undefined, undo, note: key === undefined ? UNKNOWN : TEMPORARY };
}

const UNKNOWN = 'Secret key: not known; management commands need one';
const TEMPORARY = 'Secret key: not saved, because it is temporary; this login ends with it';
