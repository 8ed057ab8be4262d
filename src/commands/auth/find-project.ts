import { hasCode } from '../../base/errors.ts';
import { createIamClient } from '../../iam/client.ts';
import type { World } from '../../app/world.ts';
import type { RegistryHost } from '../../registry/host-types.ts';
import type { LoginAccount } from './login-plan.ts';

/** Milliseconds. It is asked by the way, so nobody waits long for it. */
const TIMEOUT_MS = 5000;

export interface ProjectQuestion {
  readonly account: LoginAccount;
  /** The registry, opened with this login. */
  readonly host: Pick<RegistryHost, 'http'>;
  readonly world: World;
}

/**
 * The project id that somebody set, else what IAM says. Commands that need it ask again, so it is no failure when IAM
 * does not answer or does not know.
 */
export async function findProjectId({ account, host, world }: ProjectQuestion): Promise<string | undefined> {
  const { key, target } = account;
  const { iamEndpoint, project, projectId } = target;
  if (projectId !== undefined || key === undefined || iamEndpoint === undefined) return projectId;
  const iam = createIamClient({
    send: (request) => host.http.send({ ...request, retry: false }),
    endpoint: iamEndpoint,
    credential: key,
    now: world.now,
    timeoutMs: TIMEOUT_MS,
    signal: world.signal,
  });
  try {
    return (await iam.listProjects(project)).find(({ name }) => name === project)?.id;
  } catch (error) {
    if (hasCode(error, 'INTERRUPTED', 'TERMINATED')) throw error;
    return undefined;
  }
}
