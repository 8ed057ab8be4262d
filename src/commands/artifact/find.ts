import type { Services } from '../../app/services.ts';
import { SwrctlError } from '../../base/errors.ts';
import type { Digest } from '../../model/digest.ts';
import { isRegistryHost, parseReference, parseRepositoryName, type RepositoryName } from '../../model/reference.ts';
import type { InstanceClient } from '../../swr/enterprise/client.ts';
import { readTag } from '../tag/in-instance.ts';

/** One version in a repository of an instance. */
export interface ArtifactName extends RepositoryName {
  readonly digest: Digest;
}

export const formatArtifact = ({ namespace, repository, digest }: ArtifactName): string =>
  `${namespace}/${repository}@${digest}`;

/** How calls name it. */
export const addressOf = ({ namespace, repository, digest }: ArtifactName) => ({
  namespace,
  repositoryPath: repository,
  digest,
});

/**
 * `[HOST/]NS/REPO@DIGEST`, or with a tag, whose digest is looked up: the service takes digests only.
 *
 * @throws {SwrctlError} REFERENCE_INVALID, NOT_FOUND
 */
export async function findArtifact(services: Services, client: InstanceClient, text: string): Promise<ArtifactName> {
  const { registry, repository, tag, digest } = parseReference(text);
  if (registry !== undefined && registry !== client.place.host && isRegistryHost(registry)) {
    throw new SwrctlError('USAGE', `"${text}" is not in ${client.place.name}, whose host is ${client.place.host}`, {
      hint: 'Leave the host out, or choose another instance with --instance NAME',
    });
  }
  const name = parseRepositoryName(repository, services.settings.org);
  if (digest !== undefined) return { ...name, digest };
  if (tag === undefined) {
    throw new SwrctlError('REFERENCE_INVALID', `"${text}" names neither a digest nor a tag`, {
      hint: `List what is there with: swrctl artifact list ${name.namespace}/${name.repository}`,
    });
  }
  return { ...name, digest: (await readTag(client, { ...name, tag })).digest };
}
