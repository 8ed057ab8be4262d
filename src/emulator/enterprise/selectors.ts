import { array, map, object, optional, record, string, type Decoder } from '../../base/decode.ts';
import { SwrctlError } from '../../base/errors.ts';
import { doublestar } from './doublestar.ts';
import { choice, several, text } from './shapes.ts';

/** Says which names a rule is about, in the form that it travels in. */
export interface Selector {
  readonly kind: 'doublestar';
  readonly decoration: 'repoMatches' | 'matches' | 'excludes';
  readonly pattern: string;
  readonly extras?: string | undefined;
}

/** What a rule is about: repositories by their names without the namespace, and tags. */
export interface Scope {
  readonly tag_selectors: readonly Selector[];
  readonly scope_selectors: { readonly repository: readonly Selector[] };
}

const MAX_PATTERN = 512;

/** A pattern that can be read. */
export const pattern: Decoder<string> = (value, at) => {
  const found = text({ max: MAX_PATTERN })(value, at);
  doublestar(found);
  return found;
};

const selector = (...decorations: readonly Selector['decoration'][]): Decoder<Selector> =>
  object({ kind: choice('doublestar'), decoration: choice(...decorations), pattern, extras: optional(string) });

const decodeByKind = object({ repository: several(array(selector('repoMatches', 'matches', 'excludes')), 1, 1) });

/** The fields of a rule that say what it is about. */
export const scopeFields = {
  tag_selectors: several(array(selector('matches', 'excludes')), 1, 1),
  scope_selectors: map(record, (value) => {
    const other = Object.keys(value).find((key) => key !== 'repository');
    if (other !== undefined) throw new SwrctlError('API_SHAPE', `scope_selectors.${other} is not known`);
    return decodeByKind(value, 'scope_selectors');
  }),
};

/** A rule of a signature or webhook policy. */
export const scopeRule = object({ ...scopeFields, repo_scope_mode: choice('regular', 'selection') });

const takes = ({ decoration, pattern: wanted }: Selector, name: string): boolean =>
  doublestar(wanted)(name) !== (decoration === 'excludes');

/** Whether a rule is about this tag of this repository. */
export function covers({ tag_selectors, scope_selectors }: Scope, repository: string, tag: string): boolean {
  return (
    scope_selectors.repository.every((one) => takes(one, repository)) && tag_selectors.every((one) => takes(one, tag))
  );
}
