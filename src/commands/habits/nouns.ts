/** Nouns of swrctl by the words that others have for them. */
const NOUNS: Readonly<Record<string, readonly string[]>> = {
  org: ['orgs', 'organization', 'organizations', 'namespace', 'namespaces', 'ns', 'group', 'groups'],
  repo: ['repos', 'repository', 'repositories'],
  tag: ['tags'],
  perm: [
    'perms',
    'permission',
    'permissions',
    'access',
    'policy',
    'member',
    'members',
    'user',
    'users',
    'grant',
    'grants',
  ],
  share: ['shares', 'domain', 'domains'],
  trigger: ['triggers', 'webhook', 'webhooks', 'hook', 'hooks'],
  retention: ['retentions', 'lifecycle', 'cleanup'],
  sync: ['syncs'],
  quota: ['quotas'],
};

/** Verbs of swrctl by the words that others have for them; what is an alias already is not here. */
const VERBS: Readonly<Record<string, readonly string[]>> = {
  list: ['all', 'search', 'find'],
  show: ['describe', 'view', 'info', 'inspect', 'cat'],
  add: ['new', 'grant', 'make', 'apply', 'put', 'invite'],
  set: ['change', 'modify', 'patch', 'replace', 'configure'],
  remove: ['revoke', 'del', 'destroy', 'unset', 'erase', 'drop', 'purge'],
};

/** Verbs at the front, as kubectl has them. */
const FRONT: Readonly<Record<string, string>> = {
  ...{ get: 'show', describe: 'show', show: 'show', view: 'show', list: 'list', ls: 'list' },
  ...{ create: 'add', add: 'add', new: 'add', set: 'set', edit: 'set', update: 'set', patch: 'set' },
  ...{ delete: 'remove', remove: 'remove', rm: 'remove' },
};

const keyOf = (table: Readonly<Record<string, readonly string[]>>, word: string): string | undefined =>
  Object.keys(table).find((key) => key === word || table[key]?.includes(word));

export const nounOf = (word: string): string | undefined => keyOf(NOUNS, word.toLowerCase());
export const verbOf = (word: string): string | undefined => keyOf(VERBS, word.toLowerCase());
export const frontVerbOf = (word: string): string | undefined => (Object.hasOwn(FRONT, word) ? FRONT[word] : undefined);
