import { SwrctlError, hasCode } from '../../../base/errors.ts';
import { DEFAULT_TAG, type PartialReference, type Reference } from '../../../model/reference.ts';
import { posixWord } from '../../../model/shell-word.ts';
import { listNamespaces } from '../../../swr/endpoints/namespaces.ts';
import { listInstanceNamespaces } from '../../../swr/enterprise/namespaces.ts';
import type { Services } from '../../../app/services.ts';
import type { Context } from '../../../app/world.ts';
import { ask, canAsk } from '../../shared/confirm.ts';

/** Fills in registry, organization and tag of what is pushed. @throws {SwrctlError} REFERENCE_INVALID */
export type Complete = (reference: PartialReference) => Promise<Reference>;

/**
 * As `services.complete`, but a name without an organization, as `docker save app:v1` writes it, is asked for on a
 * terminal, once for all names; elsewhere the hint says the ways to name one.
 */
export function completeForPush(context: Context, services: Services, source: string): Complete {
  let answer: Promise<string> | undefined;
  return async (reference) => {
    try {
      return await services.complete(reference);
    } catch (error) {
      if (!hasCode(error, 'REFERENCE_INVALID') || !lacksOrganization(reference, services)) throw error;
      const name = `${reference.repository}:${reference.tag ?? DEFAULT_TAG}`;
      if (!(await canAsk(context))) throw withWays(error, source, name);
      answer ??= askOrganization(context, services, name);
      const organization = await answer;
      if (organization === '') throw withWays(error, source, name);
      return services.complete({ ...reference, repository: `${organization}/${reference.repository}` });
    }
  };
}

function lacksOrganization({ registry, repository }: PartialReference, { settings, endpoints }: Services): boolean {
  const isOurs = registry === undefined && endpoints.registry !== undefined;
  return isOurs && settings.org === undefined && !repository.includes('/');
}

async function askOrganization(context: Context, services: Services, name: string): Promise<string> {
  const known = await organizations(services);
  const choices = known.length === 0 ? '' : ` (you have: ${known.join(', ')})`;
  const answer = await ask(context, `Organization to push ${name} to${choices}:`);
  if (answer !== '') context.output().note(`To have it from now on: swrctl config set org ${posixWord(answer)}`);
  return answer;
}

/** Organizations that a question names. */
const SHOWN = 10;

/** For a login without a secret key nobody can list them; the question is the same. */
async function organizations(services: Services): Promise<readonly string[]> {
  try {
    const { instance, instances } = services;
    if (instance !== undefined) {
      const page = { limit: SHOWN, offset: 0 };
      return (await (await instances.client(instance)).call(listInstanceNamespaces, page)).items.map(
        ({ name }) => name,
      );
    }
    const found = await (await services.swr()).call(listNamespaces, {});
    return found.map(({ name }) => name).slice(0, SHOWN);
  } catch {
    return [];
  }
}

function withWays(cause: SwrctlError, source: string, name: string): SwrctlError {
  const push = `swrctl push ${posixWord(source)}`;
  return new SwrctlError('REFERENCE_INVALID', cause.message, {
    hint: `Run: ${push} --org ORG; or: ${push} ORG/${name}; from now on: swrctl config set org ORG, or swrctl login --org ORG, or set SWRCTL_ORG`,
  });
}
