import { array, object, optional, string } from '../../base/decode.ts';
import { put, remove } from '../store/database.ts';
import { json, type Reply } from '../server/handler.ts';
import {
  RETENTION_LOGS,
  retentionPattern,
  RETENTIONS,
  runRetention,
  type Retention,
  type RetentionLog,
  type RetentionRule,
} from '../domain/retention.ts';
import { fail } from './errors.ts';
import { listParameters, pageOf } from './paging.ts';
import { repositoryOf, type Call, type Operation } from './route.ts';

const LIST = '/v2/manage/namespaces/{namespace}/repos/{repository}/retentions';
const ONE = `${LIST}/{id}`;

/** Retention rules: one per repository. Whoever sets one up deletes tags, so it takes manage. */
export const retentionOperations: readonly Operation[] = [
  { method: 'POST', path: LIST, handle: createRetention },
  { method: 'GET', path: LIST, handle: listRetentions },
  { method: 'GET', path: `${LIST}/histories`, handle: listHistories },
  { method: 'GET', path: ONE, handle: showRetention },
  { method: 'PATCH', path: ONE, handle: updateRetention },
  { method: 'DELETE', path: ONE, handle: deleteRetention },
];

const decodeRetention = object({
  algorithm: string,
  rules: array(
    object({
      template: string,
      params: object({ days: optional(string), num: optional(string) }),
      tag_selectors: array(object({ kind: string, pattern: string })),
    }),
  ),
});

type WireRule = ReturnType<typeof decodeRetention>['rules'][number];

/** @throws {Refusal} 4000014 */
function ruleOf(call: Call): RetentionRule {
  const { algorithm, rules } = call.body(decodeRetention);
  const [rule] = rules;
  if (algorithm !== 'or') throw fail(4000014, 'algorithm');
  if (rule === undefined || rules.length > 1) throw fail(4000014, 'rules');
  return { ...amountOf(rule), tag_selectors: rule.tag_selectors.map(selectorOf) };
}

function amountOf({ template, params: { days, num } }: WireRule): Pick<RetentionRule, 'template' | 'params'> {
  if (template === 'date_rule' && days !== undefined && isWithin(days, 365)) return { template, params: { days } };
  if (template === 'tag_rule' && num !== undefined && isWithin(num, 1000)) return { template, params: { num } };
  throw fail(4000014, template === 'date_rule' || template === 'tag_rule' ? 'params' : 'template');
}

function isWithin(text: string, most: number): boolean {
  return /^[1-9]\d{0,3}$/.test(text) && Number(text) <= most;
}

function selectorOf({ kind, pattern }: { kind: string; pattern: string }): RetentionRule['tag_selectors'][number] {
  if (pattern === '' || (kind !== 'label' && kind !== 'regexp')) throw fail(4000014, 'tag_selectors');
  if (kind === 'regexp' && !isPattern(pattern)) throw fail(4000014, pattern);
  return { kind, pattern };
}

function isPattern(text: string): boolean {
  try {
    return retentionPattern(text) instanceof RegExp;
  } catch {
    return false; // that it does not compile is the answer
  }
}

/** It runs at once. */
async function createRetention(call: Call): Promise<Reply> {
  const { database } = call.world;
  const { scope, place } = repositoryOf(call, 7);
  const rule = ruleOf(call);
  if (database.all(RETENTIONS, scope).length > 0) throw fail(4000014, 'the image has a retention rule');
  const id = database.nextId();
  await database.write(put(RETENTIONS, scope, String(id), { id, rule }));
  await runRetention(call.world, place);
  return json(201, { id });
}

function encodeRetention({ id, rule }: Retention): Record<string, unknown> {
  return { algorithm: 'or', id, rules: [rule], scope: '' };
}

function listRetentions(call: Call): Reply {
  const { scope } = repositoryOf(call, 1);
  return json(200, call.world.database.all(RETENTIONS, scope).map(encodeRetention));
}

/** @throws {Refusal} 4000306, a 400, as the live service answers. */
function retentionOf(call: Call, scope: string): Retention {
  const id = call.params['id'] ?? '';
  const retention = call.world.database.get(RETENTIONS, scope, id);
  if (retention === undefined) throw fail(4000306, id);
  return retention;
}

function showRetention(call: Call): Reply {
  const { scope } = repositoryOf(call, 1);
  return json(200, encodeRetention(retentionOf(call, scope)));
}

async function updateRetention(call: Call): Promise<Reply> {
  const { scope, place } = repositoryOf(call, 7);
  const { id, rule: before } = retentionOf(call, scope);
  const rule = ruleOf(call);
  if (rule.template !== before.template) throw fail(4000014, 'template');
  await call.world.database.write(put(RETENTIONS, scope, String(id), { id, rule }));
  await runRetention(call.world, place);
  return json(201, {});
}

async function deleteRetention(call: Call): Promise<Reply> {
  const { scope } = repositoryOf(call, 7);
  await call.world.database.write(remove(RETENTIONS, scope, String(retentionOf(call, scope).id)));
  return json(200, {});
}

/** What rules deleted, the latest first. It outlives the rule. */
function listHistories(call: Call): Reply {
  const { repository, scope } = repositoryOf(call, 1);
  const logs = [...call.world.database.all(RETENTION_LOGS, scope)].reverse();
  const { page, headers } = pageOf(logs, listParameters(call.query, ['limit', 'offset']));
  const encode = ({ id, createdAt, retentionId, rule, tag }: RetentionLog): unknown => ({
    id,
    created_at: createdAt,
    namespace: repository.namespace,
    repo: repository.name,
    retention_id: retentionId,
    rule_type: JSON.stringify(rule),
    tag,
  });
  return json(200, { retention_log: page.map(encode), total: logs.length }, headers);
}
