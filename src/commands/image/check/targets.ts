import { hasCode } from '../../../base/errors.ts';
import { parseReference, type PartialReference } from '../../../model/reference.ts';
import type { CheckedTarget } from '../../../transfer/check-subject.ts';
import type { Settings } from '../../../app/settings/settings.ts';
import { renamed } from '../push/targets.ts';

/** What `--to` means: an organization for all names, or the one reference. */
export type Destination =
  | { readonly kind: 'organization'; readonly organization: string }
  | { readonly kind: 'reference'; readonly written: string };

/** `team` is an organization; whatever has a slash or a tag is a reference. */
export function parseDestination(text: string): Destination {
  return /[/:@]/.test(text) ? { kind: 'reference', written: text } : { kind: 'organization', organization: text };
}

/** Where an image with these names would be pushed to, as far as that can be told without a network. */
export function checkedTargets(
  names: readonly string[],
  to: Destination | undefined,
  settings: Settings,
): CheckedTarget[] {
  if (to?.kind === 'reference') return [target(to.written, (reference) => reference, settings)];
  const rules: Settings =
    to === undefined ? settings : { ...settings, org: to.organization, sources: { ...settings.sources, org: 'flag' } };
  return names.map((written) => target(written, (reference) => renamed(reference, { settings: rules }), rules));
}

function target(
  written: string,
  rename: (reference: PartialReference) => PartialReference,
  { org }: Pick<Settings, 'org'>,
): CheckedTarget {
  try {
    return describeTarget(written, rename(parseReference(written)), org);
  } catch (error) {
    if (!hasCode(error, 'REFERENCE_INVALID')) throw error;
    return { written, problem: error.message };
  }
}

/** A reference as checks see it; `org` fills in a missing organization. */
export function describeTarget(written: string, partial: PartialReference, org?: string): CheckedTarget {
  const fills = partial.registry === undefined && org !== undefined && !partial.repository.includes('/');
  const reference = fills ? { ...partial, repository: `${org}/${partial.repository}` } : partial;
  const { repository, tag } = reference;
  const slash = repository.indexOf('/');
  if (slash === -1) {
    return { written, reference, problem: `"${written}" names no organization, and no default one is set` };
  }
  const name = { organization: repository.slice(0, slash), repository: repository.slice(slash + 1) };
  return { written, reference, name: { ...name, ...(tag === undefined ? {} : { tag }) } };
}
