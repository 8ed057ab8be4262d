import { hasCode } from '../../../base/errors.ts';
import type { Finding } from '../../../model/finding.ts';
import type { InstancePlace } from '../../../model/instance.ts';
import { parseRepositoryName } from '../../../model/reference.ts';
import { getStatistics, type Statistics } from '../../../swr/enterprise/activity.ts';
import type { InstanceClient } from '../../../swr/enterprise/client.ts';
import { getInstanceNamespace, type InstanceNamespace } from '../../../swr/enterprise/namespaces.ts';
import { getPublicAccess } from '../../../swr/enterprise/network.ts';
import type { Services } from '../../../app/services.ts';
import { activeRules, ruleFor } from '../send/instance-rules.ts';
import { ask, findingOf } from './online-problem.ts';
import type { RepositoryAnswer } from './registry.ts';

/** What is asked of an instance that images are to go to. */
export interface InstanceQuestion {
  readonly place: InstancePlace;
  /** `ns/repo` each. */
  readonly paths: readonly string[];
  /** What the registry told, tags that exist included. */
  readonly repositories: readonly RepositoryAnswer[];
  /** True: a missing namespace is made by the push. */
  readonly isCreated: boolean;
}

/** Asks the API of an instance: namespaces, quotas, network, protected tags and blocked pulls. All calls only read. */
export async function askInstance(services: Services, question: InstanceQuestion): Promise<Finding[]> {
  const opened = await ask(async () => {
    const client = await services.instances.client(question.place);
    return { client, statistics: await optional(() => client.call(getStatistics, {})) };
  });
  if ('problem' in opened) return [findingOf(opened.problem, 'info', 'instance')];
  const { client, statistics } = opened.value;
  const namespaces = [...new Set(question.paths.map((path) => parseRepositoryName(path).namespace))];
  const findings = await Promise.all([
    ...namespaces.map((name) => namespaceFindings(client, name, question)),
    networkFindings(client),
    tagFindings(client, question),
  ]);
  return [...findings.flat(), ...quotaFindings(statistics, question)];
}

/** Rights differ per call: what may not be asked is left out. */
async function optional<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (hasCode(error, 'AUTH_DENIED', 'NOT_FOUND')) return undefined;
    throw error;
  }
}

async function namespaceFindings(
  client: InstanceClient,
  namespace: string,
  { isCreated, place }: InstanceQuestion,
): Promise<Finding[]> {
  const asked = await ask(() => client.call(getInstanceNamespace, { namespace }));
  if (!('problem' in asked)) return blockFindings(asked.value);
  if (hasCode(asked.problem, 'AUTH_DENIED')) return [];
  if (!hasCode(asked.problem, 'NOT_FOUND')) return [findingOf(asked.problem, 'info', 'namespace')];
  const missing = `the namespace "${namespace}" does not exist in ${place.name}`;
  return isCreated
    ? [{ level: 'info', check: 'namespace', message: `${missing} yet: the push creates it` }]
    : [{ level: 'blocker', check: 'namespace', message: missing, hint: `Create it with: swrctl org add ${namespace}` }];
}

function blockFindings({ name, block, autoScan }: InstanceNamespace): Finding[] {
  if (block === 'off') return [];
  const scan = autoScan ? '' : '; nothing is scanned by itself there, and what has no report is held back too';
  return [
    {
      level: autoScan ? 'info' : 'warning',
      check: 'pull-blocking',
      message: `${name} refuses pulls of images with findings of severity ${block} or higher${scan}`,
      ...(autoScan ? {} : { hint: `Scan what is pushed: swrctl org set ${name} --auto-scan on` }),
    },
  ];
}

async function networkFindings(client: InstanceClient): Promise<Finding[]> {
  const asked = await ask(() => optional(() => client.call(getPublicAccess, {})));
  if ('problem' in asked || asked.value === undefined) return [];
  const { status, allowList } = asked.value;
  const isOn = status === 'enable';
  const message = isOn
    ? `public access is on, for ${allowList.length === 0 ? 'an empty list' : allowList.map(({ cidr }) => cidr).join(', ')}`
    : 'public access is off: only VPCs that are let in reach the instance';
  return [
    { level: 'info', check: 'network', message, ...(isOn ? {} : { hint: 'Look at it with: swrctl network show' }) },
  ];
}

/** Tags that exist and that a rule protects: only the very same image may be pushed there. */
async function tagFindings(client: InstanceClient, { repositories }: InstanceQuestion): Promise<Finding[]> {
  const standing = repositories.flatMap(({ path, found }) => [...found.keys()].map((tag) => ({ path, tag })));
  if (standing.length === 0) return [];
  const rules = await activeRules(client);
  return standing.flatMap(({ path, tag }): Finding[] => {
    const rule = ruleFor(rules, path, tag);
    if (rule === undefined) return [];
    const message = `${path}:${tag} exists, and rule ${rule.id} protects it: only the same image may be pushed there`;
    return [{ level: 'warning', check: 'immutability', message, hint: 'Choose another tag for another image' }];
  });
}

function quotaFindings(statistics: Statistics | undefined, { repositories }: InstanceQuestion): Finding[] {
  const used = statistics?.used['repository'];
  const limit = statistics?.quota['repository'];
  if (used === undefined || limit === undefined || limit === 0) return [];
  const added = repositories.filter(({ found, newTags }) => found.size === 0 && newTags > 0).length;
  const isFull = added > 0 && used >= limit;
  const message = `the instance has ${used} of ${limit} repositories`;
  if (!isFull) return [{ level: 'info', check: 'quota', message }];
  return [
    {
      level: 'warning',
      check: 'quota',
      message: `${message}: there may be no room`,
      hint: 'See all with: swrctl quota',
    },
  ];
}
