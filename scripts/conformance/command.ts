import { Command } from 'commander';
import { requireCredential } from '../../src/auth/chain.ts';
import type { Context } from '../../src/app/world.ts';
import { startEmulator, type EmulatorInfo } from '../../src/emulator/emulator.ts';
import { SwrctlError } from '../../src/base/errors.ts';
import { makeOrganization, randomOrganization, removeOrganization } from './organization.ts';
import { compare, type Comparison } from './comparison.ts';
import { reportOf } from './report.ts';
import { createSide, type Side, type SideOptions } from './side.ts';

const DIFFERENCES_FOUND = 10;

/**
 * Compares the service of the profile with an emulator of its own.
 *
 * @param cleanUps what has to end before the process does, a signal or not.
 */
export const conformance = (context: Context, cleanUps: Promise<unknown>[]): Command =>
  new Command('conformance')
    .description('Ask the service and an emulator the same, and print where the answers differ')
    .action(() => runConformance(context, cleanUps));

async function runConformance(context: Context, cleanUps: Promise<unknown>[]): Promise<void> {
  const { world } = context;
  const options = await serviceOptions(context);
  const emulator = await startEmulator({ port: 0 });
  const { ak: accessKey, sk: secretKey, endpoint, project, projectId } = emulator.info;
  const own: SideOptions = {
    ...{ endpoint, registry: endpoint, project, projectId, org: options.org },
    credential: { kind: 'access-key', accessKey, secretKey },
  };
  // Without the signal: what tidies up goes on when everything else has to end.
  const janitor = createSide(options);
  const service = createSide({ ...options, signal: world.signal });
  const work = compareInside(context, service, createSide(own), janitor).finally(emulator.close);
  cleanUps.push(work);
  const comparisons = await work;
  await context.output().text(reportOf(comparisons, { version: world.version, org: options.org }, secretsOf(options)));
  if (comparisons.some(({ isSame }) => !isSame)) process.exitCode = DIFFERENCES_FOUND;
}

/** Everything happens in an organization that is removed again, whatever comes in between. */
async function compareInside(
  context: Context,
  service: Side,
  emulator: Side,
  janitor: Side,
): Promise<readonly Comparison[]> {
  const output = context.output();
  output.note(`Everything happens in the organization ${service.org}, which is removed in the end`);
  try {
    const made = await Promise.all([makeOrganization(service), makeOrganization(emulator)]);
    return await compare(service, emulator, made, (text) => {
      output.note(text);
    });
  } finally {
    await removeOrganization(janitor);
    output.note(`Removed the organization ${service.org}`);
  }
}

/** Where the service is and who asks. A local emulator says itself which keys it takes. */
async function serviceOptions(context: Context): Promise<SideOptions> {
  const settings = await context.settings();
  const local = await emulatorAt(settings.endpoint);
  if (local !== undefined) return { ...local, org: randomOrganization() };
  const services = await context.services();
  const credential = requireCredential(await services.findCredential());
  const { projectId } = await services.swr();
  const { endpoint, registry, registryScheme = 'https', project } = services.endpoints;
  if (endpoint === undefined || project === undefined) throw new SwrctlError('USAGE', 'No region is set');
  return {
    ...{ endpoint, credential, project, projectId, org: randomOrganization() },
    registry: registry === undefined ? undefined : `${registryScheme}://${registry}`,
  };
}

async function emulatorAt(endpoint: string | undefined): Promise<Omit<SideOptions, 'org'> | undefined> {
  if (endpoint === undefined || !/^http:\/\/(?:127\.|localhost\b|\[::1\])/.test(endpoint)) return undefined;
  const reply = await fetch(new URL('/_emulator/info', endpoint)).catch(() => undefined);
  if (reply?.ok !== true) return undefined;
  const { ak: accessKey, sk: secretKey, project, projectId } = (await reply.json()) as EmulatorInfo;
  const credential = { kind: 'access-key', accessKey, secretKey } as const;
  return { endpoint, registry: endpoint, credential, project, projectId };
}

/** What the report must not have, wherever it might come from. */
function secretsOf({ credential, projectId }: SideOptions): readonly string[] {
  const keys =
    credential.kind === 'iam-token'
      ? [credential.token]
      : [credential.accessKey, credential.secretKey, credential.securityToken];
  return [...keys, projectId].filter((text): text is string => text !== undefined && text !== '');
}
