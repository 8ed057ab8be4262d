import { SwrctlError } from '../../base/errors.ts';
import type { RepositoryName } from '../../model/reference.ts';
import type { Trigger } from '../../model/trigger.ts';
import { isCode } from '../../problem/codes.ts';
import type { SwrClient } from '../../swr/client.ts';
import { hasAgency } from '../../swr/endpoints/account.ts';
import { createTrigger } from '../../swr/endpoints/triggers.ts';
import { writeAndLook } from '../../swr/write-and-look.ts';
import { withoutEffect } from '../shared/changes.ts';
import { acceptExisting, type Existing, type ExistOkFlag } from '../shared/existing.ts';
import type { Context } from '../../app/world.ts';
import { formatName, repositoryName } from '../shared/names.ts';
import { findCluster } from './clusters.ts';
import { formatOn } from './on.ts';
import type { TriggerFlags } from './target-options.ts';
import { TRIGGER_VIEW, triggerRow } from './view.ts';
import { findTrigger } from './find.ts';

export interface TriggerAddOptions extends ExistOkFlag {
  /** `org/repo`. */
  readonly repository: string;
  readonly name: string;
  readonly flags: TriggerFlags;
}

const NAME = /^[A-Za-z][A-Za-z0-9]*(?:[_-][A-Za-z0-9]+)*$/;

const MAX_NAME_LENGTH = 64;

/** `swrctl trigger add`. The service has one "invalid parameter" for all mistakes, so they are looked for before. */
export async function runTriggerAdd(
  context: Context,
  { repository, name, flags, existOk }: TriggerAddOptions,
): Promise<void> {
  checkName(name);
  const output = context.output();
  const place = await context.services();
  const repositoryPath = repositoryName(place, repository);
  const swr = await place.swr();
  const where = formatName(repositoryPath);
  const { type, on: condition, namespace: workloadNamespace, workload, container = '', disabled } = flags;
  const cluster = flags.cluster === undefined ? { id: '', name: '' } : await findCluster(place, flags.cluster);
  const target = { type, clusterId: cluster.id, cluster: cluster.name, workloadNamespace, ...workload, container };
  const wanted: Trigger = { name, condition, target, isEnabled: !disabled };
  const found = await findTrigger(swr, repositoryPath, name);
  if (found !== undefined) {
    acceptExisting(existing(where, found, wanted), { existOk }, output);
    if (output.isFormatAsked) await output.show(triggerRow(found), TRIGGER_VIEW);
    return;
  }
  const made = await writeAndLook(
    () => create(swr, repositoryPath, wanted),
    async () => {
      const there = await findTrigger(swr, repositoryPath, name);
      if (there === undefined) throw withoutEffect(`${where} has no trigger ${name}`);
      return there;
    },
  );
  output.note(`Added trigger ${name} of ${where}: on ${formatOn(condition)}, ${disabled ? 'off' : 'on'}`);
  if (output.isFormatAsked) await output.show(triggerRow(made), TRIGGER_VIEW);
}

function existing(where: string, found: Trigger, wanted: Trigger): Existing {
  const facts = ({ condition, target, isEnabled }: Trigger): string => {
    const { type, clusterId, workloadNamespace, workloadKind, workload, container } = target;
    return JSON.stringify([
      formatOn(condition),
      isEnabled,
      type,
      clusterId,
      workloadNamespace,
      workloadKind,
      workload,
      container,
    ]);
  };
  return {
    fact: `${where} has a trigger ${wanted.name} already`,
    isSame: facts(found) === facts(wanted),
    hint: `Look at it with: swrctl trigger show ${where} ${wanted.name}`,
  };
}

function checkName(name: string): void {
  if (NAME.test(name) && name.length <= MAX_NAME_LENGTH) return;
  throw new SwrctlError('REFUSED', `"${name}" is not a name for a trigger`, {
    hint: 'Take up to 64 letters and digits, "-" or "_" between them, a letter first',
  });
}

async function create(swr: SwrClient, repository: RepositoryName, trigger: Trigger): Promise<void> {
  try {
    await swr.call(createTrigger, { ...repository, body: trigger });
  } catch (error) {
    throw (await explained(swr, trigger, error)) ?? error;
  }
}

/** Says what the codes of the service stand for here. Source: docs/reference/errors.md#codes-that-stand-for-much. */
async function explained(swr: SwrClient, { target }: Trigger, error: unknown): Promise<SwrctlError | undefined> {
  if (isCode(error, 'PARAMETER_INVALID')) {
    const hint =
      'Check that cluster, namespace, workload and container exist; the service says the same for each of them';
    return new SwrctlError(error.code, error.message, { hint, service: error.service });
  }
  if (!isCode(error, 'WORKLOAD_LOOKUP_FAILED')) return undefined;
  const isMissing = target.type === 'cci' && !(await swr.call(hasAgency, {}).catch(() => true));
  return isMissing
    ? new SwrctlError('REFUSED', 'SWR may not act for this account in CCI yet', {
        hint: 'Let it with: swrctl api POST /v2/manage/agency',
        service: error.service,
      })
    : undefined;
}
