import type { Limits } from './limits.ts';
import { isTag } from './reference.ts';

const ORGANIZATION = /^[a-z][a-z0-9]*(?:(?:\.|__?|-+)[a-z0-9]+)*$/;
const REPOSITORY = /^[a-z0-9]+(?:(?:\.|\/|__?|-+)[a-z0-9]+)*$/;
/** The printed patterns of the FAQ, which know neither dots nor slashes. */
const PLAIN_REPOSITORY = /^[a-z0-9]+(?:(?:__?|-+)[a-z0-9]+)*$/;

/** Where an image is to go on SWR. */
export interface SwrName {
  readonly organization: string;
  readonly repository: string;
  readonly tag?: string;
}

export interface NameProblem {
  /** `info` for what works although not every page of SWR allows it. */
  readonly level: 'warning' | 'info';
  readonly message: string;
}

/**
 * What SWR's grammar has against a name; empty when nothing. The service is known to take names that its pages rule
 * out, so this is a reason to warn and not to refuse. Source: docs/reference/service.md#names.
 */
export function nameProblems({ organization, repository, tag }: SwrName, limits: Limits): NameProblem[] {
  const wrong = [
    ...lengthProblem('organization', organization, limits['organization-name']),
    ...(ORGANIZATION.test(organization) ? [] : [`the organization "${organization}" is not ${ORGANIZATION_WORDS}`]),
    ...lengthProblem('repository', repository, limits['repository-name']),
    ...(REPOSITORY.test(repository) ? [] : [`the repository "${repository}" is not ${REPOSITORY_WORDS}`]),
    ...(tag === undefined || isTag(tag) ? [] : [`"${tag}" is not a tag`]),
  ];
  const isUnprinted = REPOSITORY.test(repository) && !PLAIN_REPOSITORY.test(repository);
  return [
    ...wrong.map((message): NameProblem => ({ level: 'warning', message })),
    ...(isUnprinted ? [unprinted(repository)] : []),
  ];
}

const ORGANIZATION_WORDS = 'lower-case letters and digits joined by ".", "_", "__" or "-", a letter first';
const REPOSITORY_WORDS = 'lower-case letters and digits joined by ".", "/", "_", "__" or "-"';

function lengthProblem(what: string, name: string, limit: number): string[] {
  if (name.length <= limit) return [];
  return [`the ${what} name has ${name.length} characters, more than the ${limit} that SWR takes`];
}

function unprinted(repository: string): NameProblem {
  const message = `the repository "${repository}" has a dot or a slash: SWR takes it, though not all its pages say so`;
  return { level: 'info', message };
}
