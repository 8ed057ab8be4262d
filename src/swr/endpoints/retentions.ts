import {
  list,
  isRecord,
  map,
  number,
  object,
  optional,
  parseJson,
  string,
  withDefault,
  type Decoder,
} from '../../base/decode.ts';
import { SwrctlError } from '../../base/errors.ts';
import type { RetentionRule } from '../../model/retention.ts';
import { endpoint, nothing } from '../endpoint.ts';
import type { Page } from '../paging.ts';
import { looseNumber, time } from '../wire.ts';

const RETENTIONS = '/v2/manage/namespaces/{namespace}/repos/{repository}/retentions';

/** What the service runs on a repository: one rule as a rule, but the API has room for several. */
export interface RetentionPolicy {
  readonly id: number;
  readonly rules: readonly RetentionRule[];
  /** Rules that a RetentionRule cannot express, as the service has them: JSON texts. */
  readonly otherRules: readonly string[];
}

const wireRule = object({
  template: string,
  params: object({ days: optional(looseNumber), num: optional(looseNumber) }),
  tag_selectors: list(object({ kind: string, pattern: string })),
});
const TEMPLATES: Readonly<Record<string, RetentionRule['by']>> = { date_rule: 'days', tag_rule: 'count' };
const SELECTORS = ['label', 'regexp'];

const rule: Decoder<RetentionRule> = (value, at) => {
  const { template, params, tag_selectors: selectors } = wireRule(value, at);
  const by = TEMPLATES[template];
  const amount = by === 'days' ? params.days : params.num;
  if (by === undefined || amount === undefined || selectors.some(({ kind }) => !SELECTORS.includes(kind))) {
    throw new SwrctlError('API_SHAPE', `${at} is no rule that swrctl knows: ${template}`);
  }
  const ofKind = (kind: string): string[] => selectors.filter((one) => one.kind === kind).map(({ pattern }) => pattern);
  return { by, amount, exceptTags: ofKind('label'), exceptPatterns: ofKind('regexp') };
};

/** A rule that cannot be read is still one that deletes tags: it is kept as text, never dropped. */
const anyRule: Decoder<RetentionRule | string> = (value, at) => {
  try {
    return rule(value, at);
  } catch (error) {
    if (isRecord(value)) return JSON.stringify(value);
    throw error;
  }
};

const wirePolicy = object({ id: number, algorithm: withDefault(string, 'or'), rules: list(anyRule) });

const policy = map(wirePolicy, ({ id, algorithm, rules }): RetentionPolicy => {
  const isKnown = algorithm === 'or'; // any other would combine the rules in a way that we cannot tell
  const known = rules.filter((one) => typeof one !== 'string');
  return {
    id,
    rules: known,
    otherRules: [
      ...rules.filter((one) => typeof one === 'string'),
      ...(isKnown ? [] : [JSON.stringify({ algorithm })]),
    ],
  };
});

function encodeRule({ by, amount, exceptTags, exceptPatterns }: RetentionRule): object {
  const selector = (kind: string) => (pattern: string) => ({ kind, pattern });
  return {
    algorithm: 'or', // there is no other
    rules: [
      {
        template: by === 'days' ? 'date_rule' : 'tag_rule',
        params: by === 'days' ? { days: String(amount) } : { num: String(amount) },
        tag_selectors: [...exceptTags.map(selector('label')), ...exceptPatterns.map(selector('regexp'))],
      },
    ],
  };
}

/** One rule at most. Source: SWR API reference, "Querying Image Retention Policies". */
export const listRetentions = endpoint({
  does: 'list the retention rules of {namespace}/{repository}',
  method: 'GET',
  path: RETENTIONS,
  decode: list(policy),
});

export const getRetention = endpoint({
  does: 'show retention rule {id} of {namespace}/{repository}',
  method: 'GET',
  path: `${RETENTIONS}/{id}`,
  decode: policy,
});

/** The rule runs at once. Source: SWR API reference, "Creating an Image Retention Policy". */
export const createRetention = endpoint({
  does: 'add a retention rule to {namespace}/{repository}',
  method: 'POST',
  path: RETENTIONS,
  encode: (body: RetentionRule) => encodeRule(body),
  decode: nothing,
});

/** Cannot turn a rule by days into one by count. */
export const updateRetention = endpoint({
  does: 'change the retention rule of {namespace}/{repository}',
  method: 'PATCH',
  path: `${RETENTIONS}/{id}`,
  encode: (body: RetentionRule) => encodeRule(body),
  decode: nothing,
});

export const deleteRetention = endpoint({
  does: 'remove the retention rule of {namespace}/{repository}',
  method: 'DELETE',
  path: `${RETENTIONS}/{id}`,
  decode: nothing,
});

/** A tag that a rule deleted. */
export interface RetentionDeletion {
  readonly tag: string;
  readonly deletedAt: Date;
  /** As it was then; undefined when the service's text of it cannot be read. */
  readonly rule: RetentionRule | undefined;
}

/** The rule as JSON text. */
const ruleText: Decoder<RetentionRule | undefined> = (value, at) => {
  try {
    return rule(parseJson(string(value, at), at), at);
  } catch {
    return undefined; // the history is of use without it
  }
};

/** Source: SWR API reference, "Querying Image Retention Records". */
export const listRetentionHistory = endpoint({
  does: 'list what retention deleted in {namespace}/{repository}',
  method: 'GET',
  path: `${RETENTIONS}/histories`,
  query: ['limit', 'offset'],
  isFilter: true,
  decode: map(
    object({
      retention_log: list(object({ tag: string, created_at: time, rule_type: ruleText })),
      total: optional(looseNumber),
    }),
    ({ retention_log: log, total }): Page<RetentionDeletion> => ({
      items: log.map((wire) => ({ tag: wire.tag, deletedAt: wire.created_at, rule: wire.rule_type })),
      ...(total === undefined ? {} : { total }),
    }),
  ),
});
