import { withoutUserinfo } from '../secrets/userinfo.ts';
import { SwrctlError } from '../base/errors.ts';
import { parseDigest, type Digest } from './digest.ts';
import { isHubName } from './docker-hub.ts';
import { isHost } from './host.ts';

/**
 * `[registry/]repository[:tag][@digest]` as written, nothing filled in yet.
 * A registry is recognised as docker does it. Source: distribution, "reference" grammar.
 */
export interface PartialReference {
  /** Host with optional port. Absent: to be completed from the profile. */
  readonly registry?: string;
  /** All path parts, `org/repo` or just `repo`. */
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: Digest;
}

/** A reference that says everything: where, what, which. At least one of tag and digest is set. */
export interface Reference extends PartialReference {
  readonly registry: string;
}

const PATH_PART = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const MAX_REPOSITORY_LENGTH = 255;

export const DEFAULT_TAG = 'latest';

function invalid(text: string, why: string): SwrctlError {
  return new SwrctlError('REFERENCE_INVALID', `"${text}" is not a valid reference: ${why}`, {
    hint: 'Write it as [registry/]org/repo[:tag][@digest], for example team/web:v1',
  });
}

/** True when the first part of a reference is a registry host: it has a dot, a colon, or is `localhost`. */
export function isRegistryHost(firstPart: string): boolean {
  return firstPart.includes('.') || firstPart.includes(':') || firstPart === 'localhost';
}

/** False for words that begin with no registry, whatever they are: names, tags, users. */
export function mayNameRegistry(word: string): boolean {
  return isRegistryHost(word.split('/', 1)[0] ?? '');
}

export function isTag(text: string): boolean {
  return TAG.test(text);
}

/** True when `text` is made of lower-case path parts, as in `team/web`. */
export function isRepositoryPath(text: string): boolean {
  return text.length <= MAX_REPOSITORY_LENGTH && text.split('/').every((part) => PATH_PART.test(part));
}

/** @throws {SwrctlError} REFERENCE_INVALID naming the part that is wrong. */
export function parseReference(text: string): PartialReference {
  if (hasUserinfo(text)) {
    throw new SwrctlError('REFERENCE_INVALID', `"${withoutUserinfo(text)}" has a user name or password in it`, {
      hint: 'Leave it out and log in instead: swrctl login HOST -u USER --password-stdin',
    });
  }
  const [named = '', digestText, ...more] = text.split('@');
  const { registry, rest } = splitRegistry(named);
  const { repository, tag } = splitTag(rest);
  const problem =
    (more.length > 0 ? 'it has more than one "@"' : textProblem(text)) ?? partProblem({ registry, repository, tag });
  if (problem !== undefined) throw invalid(text, problem);
  return {
    ...(registry === undefined ? {} : { registry: registry.toLowerCase() }),
    repository,
    ...(tag === undefined ? {} : { tag }),
    ...(digestText === undefined ? {} : { digest: parseDigest(digestText) }),
  };
}

/** True for `user:password@host/repo`; behind the `@` of a reference stands a digest, which has no slash. */
function hasUserinfo(text: string): boolean {
  const at = text.lastIndexOf('@');
  const isAddress = text.slice(0, at).includes('://') || text.slice(at).includes('/');
  return at > 0 && isAddress;
}

interface Parts {
  readonly registry: string | undefined;
  readonly repository: string;
  readonly tag: string | undefined;
}

function partProblem({ registry, repository, tag }: Parts): string | undefined {
  if (registry !== undefined && !isHost(registry)) return `"${registry}" is not a host name`;
  if (!isRepositoryPath(repository)) return repositoryProblem(repository);
  return tag === undefined || TAG.test(tag) ? undefined : `"${tag}" is not a tag`;
}

function textProblem(text: string): string | undefined {
  if (text === '') return 'it is empty';
  if (text !== text.trim()) return 'it has blanks around it';
  const scheme = text.indexOf('://');
  return scheme === -1 ? undefined : `it has a scheme; leave "${text.slice(0, scheme + 3)}" out`;
}

function splitRegistry(named: string): { registry?: string | undefined; rest: string } {
  const slash = named.indexOf('/');
  const first = slash === -1 ? '' : named.slice(0, slash);
  return isRegistryHost(first) ? { registry: first, rest: named.slice(slash + 1) } : { rest: named };
}

function splitTag(path: string): { repository: string; tag?: string | undefined } {
  const colon = path.lastIndexOf(':');
  return colon === -1 ? { repository: path } : { repository: path.slice(0, colon), tag: path.slice(colon + 1) };
}

function repositoryProblem(repository: string): string {
  if (repository === '') return 'it has no repository';
  if (repository.length > MAX_REPOSITORY_LENGTH) return 'the repository is longer than 255 characters';
  if (repository !== repository.toLowerCase()) return `"${repository}" has upper-case letters`;
  const part = repository.split('/').find((candidate) => !PATH_PART.test(candidate)) ?? repository;
  return part === '' ? 'it has an empty part' : `"${part}" is not a valid part of a name`;
}

/** What a reference without a registry is completed with. */
export interface ReferenceDefaults {
  readonly registry?: string | undefined;
  /** Default organization, put before a one-segment repository on `registry`. */
  readonly namespace?: string | undefined;
  /** True when `registry` wants `org/repo`. Default true. */
  readonly namespaceRequired?: boolean;
}

/**
 * Fills in registry, organization and `:latest`.
 *
 * @throws {SwrctlError} REFERENCE_INVALID when there is nothing to fill in with.
 */
export function completeReference(partial: PartialReference, defaults: ReferenceDefaults): Reference {
  const registry = partial.registry ?? defaults.registry;
  if (registry === undefined) {
    throw new SwrctlError(
      'REFERENCE_INVALID',
      `"${partial.repository}" names no registry, and no profile says which one`,
      {
        hint: 'Write the registry before it, or run: swrctl login --region REGION',
      },
    );
  }
  const repository =
    partial.registry === undefined
      ? withNamespace(partial.repository, defaults)
      : withLibrary(partial.registry, partial.repository);
  const tag = partial.tag ?? (partial.digest === undefined ? DEFAULT_TAG : undefined);
  return {
    registry,
    repository,
    ...(tag === undefined ? {} : { tag }),
    ...(partial.digest === undefined ? {} : { digest: partial.digest }),
  };
}

/** Docker Hub keeps its official images in `library`, which people leave out. */
function withLibrary(registry: string, repository: string): string {
  return isHubName(registry) && !repository.includes('/') ? `library/${repository}` : repository;
}

function withNamespace(repository: string, { namespace, namespaceRequired = true }: ReferenceDefaults): string {
  if (repository.includes('/')) return repository;
  if (namespace !== undefined) return `${namespace}/${repository}`;
  if (!namespaceRequired) return repository;
  throw new SwrctlError('REFERENCE_INVALID', `"${repository}" names no organization, and no default one is set`, {
    hint: `Write it as ORG/${repository}, or add --org ORG; from now on: swrctl config set org ORG, or swrctl login --org ORG, or set SWRCTL_ORG`,
  });
}

/** `registry/repository[:tag][@digest]`. */
export function formatReference({ registry, repository, tag, digest }: Reference): string {
  return `${registry}/${repository}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}

/** What stands behind the colon or the `@` in a manifest URL: the digest if there is one, else the tag. */
export function manifestKey({ tag, digest }: PartialReference): string {
  return digest ?? tag ?? DEFAULT_TAG;
}

/** `org/repo` → `{ namespace, repository }`; everything after the first slash is the repository. */
export interface RepositoryName {
  readonly namespace: string;
  readonly repository: string;
}

/** @throws {SwrctlError} REFERENCE_INVALID */
export function parseRepositoryName(text: string, defaultNamespace?: string): RepositoryName {
  const path = text.includes('/') || defaultNamespace === undefined ? text : `${defaultNamespace}/${text}`;
  const slash = path.indexOf('/');
  if (slash > 0 && isRepositoryPath(path))
    return { namespace: path.slice(0, slash), repository: path.slice(slash + 1) };
  const [, name, more] = /^([^:@]+)([:@].*)$/s.exec(text) ?? [];
  throw new SwrctlError('REFERENCE_INVALID', `"${text}" is not a repository name`, {
    hint:
      name !== undefined && more !== undefined && name.includes('/') && isRepositoryPath(name)
        ? `A repository has no tag, so leave "${more}" out: ${name}`
        : 'Write it as ORG/REPO, for example team/web, or add --org ORG; from now on: swrctl config set org ORG',
  });
}
