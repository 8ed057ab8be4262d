import { SwrctlError, hasCode } from '../../base/errors.ts';
import type { IamClient } from '../../iam/client.ts';

export interface WantedProject {
  /** Name; undefined where none is known. */
  readonly project: string | undefined;
  /** Region in use; undefined where the project has to exist, whatever it is called. */
  readonly region: string | undefined;
}

/**
 * The project id, as the vendor's SDK finds it. For the region's own project the service can do without, so a failed
 * look-up is no failure of the command; a sub-project is found by nothing but its id.
 *
 * @throws {SwrctlError} NOT_FOUND for a project that there is not; what IAM said, with the way out, for a sub-project.
 */
export async function findProjectId(
  iam: () => Pick<IamClient, 'listProjects'>,
  { project, region }: WantedProject,
): Promise<string | undefined> {
  if (project === undefined) return undefined;
  const isRegions = project === region;
  try {
    const [found] = await iam().listProjects(project);
    if (found !== undefined || isRegions) return found?.id;
  } catch (error) {
    if (hasCode(error, 'INTERRUPTED', 'TERMINATED') || !(error instanceof SwrctlError)) throw error;
    if (isRegions || (isForbidden(error) && !isSubProject(project))) return undefined;
    throw unknownId(project, error);
  }
  const orHidden = isSubProject(project) ? '; if you may not list projects, set SWRCTL_PROJECT_ID' : '';
  throw new SwrctlError('NOT_FOUND', `There is no project "${project}"`, {
    hint: `Check --project and the region${orHidden}`,
  });
}

/** What to do where IAM does not give the id; the console shows it to everybody. */
export const SAY_PROJECT_ID =
  'Set SWRCTL_PROJECT_ID, or add --project-id ID; the console shows it under "My Credentials"';

const isForbidden = ({ service }: Pick<SwrctlError, 'service'>): boolean => service?.status === 403;

function unknownId(project: string, error: SwrctlError): SwrctlError {
  const { code, service, message } = error;
  // An IAM without an address, or one that does not accept the key, says the better thing.
  if (code === 'USAGE' || service?.status === 401) return error;
  const why = isForbidden(error) ? 'this user may not list projects' : 'the identity service could not be asked';
  return new SwrctlError(code, `The id of project "${project}" is not known, because ${why}`, {
    hint: SAY_PROJECT_ID,
    ...(service === undefined ? { cause: new Error(message) } : { service }),
  });
}

/** `REGION_NAME`; the main project of a region has the name of the region. */
export const isSubProject = (project: string): boolean => project.includes('_');
