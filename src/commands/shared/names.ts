import { SwrctlError } from '../../base/errors.ts';
import { isTag, parseRepositoryName, type RepositoryName } from '../../model/reference.ts';
import type { Services } from '../../app/services.ts';

type Place = Pick<Services, 'settings' | 'endpoints'>;

/** An organization, or a repository in it. */
export interface TargetName {
  readonly namespace: string;
  readonly repository?: string;
}

/** `org/repo`, as lists print it. */
export const formatName = ({ namespace, repository }: TargetName): string =>
  repository === undefined ? namespace : `${namespace}/${repository}`;

/** References may be pasted with the registry before them; an organization may have a dot too, so only ours is cut. */
function withoutRegistry({ endpoints }: Place, text: string): string {
  const prefix = `${endpoints.registry ?? ''}/`;
  return prefix !== '/' && text.startsWith(prefix) ? text.slice(prefix.length) : text;
}

/** `[registry/]ORG/REPO`, or `REPO` in the default organization. @throws {SwrctlError} REFERENCE_INVALID */
export function repositoryName(place: Place, text: string): RepositoryName {
  return parseRepositoryName(withoutRegistry(place, text), place.settings.org);
}

/** `ORG` or `ORG/REPO`. @throws {SwrctlError} REFERENCE_INVALID */
export function targetName(place: Place, text: string): TargetName {
  const path = withoutRegistry(place, text);
  if (path.includes('/')) return parseRepositoryName(path);
  if (/^[a-z][a-z0-9._-]*$/.test(path)) return { namespace: path };
  throw new SwrctlError('REFERENCE_INVALID', `"${text}" is neither an organization nor a repository`, {
    hint: 'Write it as ORG or ORG/REPO, for example team or team/web',
  });
}

export interface TaggedName extends RepositoryName {
  readonly tag: string;
}

/** `[registry/]ORG/REPO:TAG`. @throws {SwrctlError} REFERENCE_INVALID, also without a tag. */
export function taggedName(place: Place, text: string): TaggedName {
  const path = withoutRegistry(place, text);
  const colon = path.lastIndexOf(':');
  const tag = colon > path.lastIndexOf('/') ? path.slice(colon + 1) : undefined;
  if (tag !== undefined && isTag(tag)) {
    return { ...parseRepositoryName(path.slice(0, colon), place.settings.org), tag };
  }
  throw new SwrctlError('REFERENCE_INVALID', `"${text}" ${tag === undefined ? 'names no tag' : 'has no valid tag'}`, {
    hint: 'Write it as ORG/REPO:TAG, for example team/web:v1',
  });
}

export const formatTagged = (name: TaggedName): string => `${formatName(name)}:${name.tag}`;
