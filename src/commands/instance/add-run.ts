import { readInstances } from '../../app/instance/find-instance.ts';
import { placeOf } from '../../app/instance/open-instance.ts';
import type { Context } from '../../app/world.ts';
import { NO_INSTANCE } from '../../model/instance.ts';
import { SwrctlError } from '../../base/errors.ts';
import { requireProjectId, type SwrClient } from '../../swr/client.ts';
import { createInstanceClient, projectCaller } from '../../swr/enterprise/client.ts';
import {
  createInstance,
  getInstance,
  listJobs,
  type Instance,
  type NewInstance,
} from '../../swr/enterprise/instances.ts';
import { writeAndLook } from '../../swr/write-and-look.ts';
import { waitForJob } from '../job/find.ts';
import { withoutEffect } from '../shared/changes.ts';
import { confirmStep } from '../shared/confirm.ts';
import { acceptExisting, type ExistOkFlag } from '../shared/existing.ts';
import { parseLabels, requireRoom } from '../shared/labels.ts';
import type { WaitFlag } from '../shared/wait.ts';
import { INSTANCE_ADDED_VIEW, instanceRow, type InstanceRow } from './view.ts';

export interface InstanceAddOptions extends ExistOkFlag, WaitFlag {
  readonly vpc: string;
  readonly subnet: string;
  readonly spec: 'professional' | 'basic';
  readonly description?: string;
  readonly enterpriseProject?: string;
  /** `key=value` each. */
  readonly label?: readonly string[];
  readonly bucket?: string;
  readonly encrypt?: 'aes256' | 'sm4';
  readonly kmsKey?: string;
  /** False: `--no-intranet`. */
  readonly intranet: boolean;
  readonly yes: boolean;
}

/**
 * Milliseconds between two looks at the job. An instance takes minutes, so the vendor's own client looks first after two
 * of them; what fails, fails in the first seconds. Source: docs/reference/enterprise.md#limits.
 */
const PAUSES_MS = [1000, 2000, 5000, 112_000, 20_000];

const FIXED = 'Name, VPC, subnet, spec, bucket and encryption cannot be changed later';

/** `swrctl instance add`. */
export async function runInstanceAdd(context: Context, name: string, options: InstanceAddOptions): Promise<void> {
  const output = context.output();
  const wanted = newInstance(name, options);
  const swr = await (await context.services()).swr();
  const existing = (await readInstances(swr)).find((one) => one.name === name);
  if (existing !== undefined) acceptFound(context, existing, wanted, options);
  const { instance, job } =
    existing === undefined ? await makeNew(context, swr, wanted, options) : await found(swr, existing);
  if (options.wait === undefined || job === undefined) {
    const how = job === undefined ? `swrctl instance show ${name}` : `swrctl job wait ${job}`;
    if (existing === undefined) output.note(`Instance ${name} is being made; see when it is ready with: ${how}`);
    return showWhereAsked(context, { ...instanceRow(instance), ...(job === undefined ? {} : { job }) });
  }
  const label = `Making instance ${name}`;
  await waitForJob(context, swr, { id: job, label, pausesMs: PAUSES_MS, limitMs: options.wait });
  const made = await createInstanceClient(swr, placeOf(instance)).call(getInstance, {});
  output.note(`Instance ${name} is made (${made.status}); log in with: swrctl login --instance ${name}`);
  await showWhereAsked(context, { ...instanceRow(made), job });
}

/** @throws {SwrctlError} CONFLICT */
function acceptFound({ output }: Context, existing: Instance, wanted: Wanted, flag: ExistOkFlag): void {
  const { name, status } = existing;
  const fact = `There is an instance ${name} already (${status})`;
  const hint = `Choose another name, or look at it with: swrctl instance show ${name}`;
  acceptExisting({ fact, isSame: isSame(existing, wanted), hint }, flag, output());
}

/** An instance with the job that makes it, as far as that is known. */
interface Begun {
  readonly instance: Instance;
  readonly job: string | undefined;
}

/** One that another run began may still be on its way. */
const found = async (swr: SwrClient, instance: Instance): Promise<Begun> => ({
  instance,
  job: instance.status === 'Running' ? undefined : await findJobOf(swr, instance),
});

async function makeNew(context: Context, swr: SwrClient, wanted: Wanted, { yes }: InstanceAddOptions): Promise<Begun> {
  const { name } = wanted;
  context.output().note(FIXED);
  await confirmStep(context, {
    fact: `Instance ${name} costs money from when it is made until it is removed`,
    question: `Make instance ${name}, which costs money until it is removed?`,
    isSure: yes,
  });
  return create(swr, { ...wanted, projectId: requireProjectId(swr) });
}

type Wanted = Omit<NewInstance, 'projectId'>;

/** @throws {SwrctlError} REFUSED for a name that the service does not take; USAGE for flags that contradict each other. */
function newInstance(name: string, options: InstanceAddOptions): Wanted {
  const { vpc, subnet, spec, bucket, encrypt, kmsKey, enterpriseProject = '0', intranet } = options;
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name) || name.length < 3 || name.length > 48) {
    throw new SwrctlError('REFUSED', `"${name}" is no name for an instance`, {
      hint: 'Choose 3 to 48 lower-case letters, digits and single "-" between them, a letter first',
    });
  }
  if (name === NO_INSTANCE) {
    throw new SwrctlError(
      'REFUSED',
      `An instance called "${name}" could not be chosen: --instance ${name} is the shared edition`,
      {
        hint: 'Choose another name',
      },
    );
  }
  if (bucket !== undefined && encrypt !== undefined) throw contradiction('--bucket and --encrypt exclude each other');
  if (kmsKey !== undefined && encrypt === undefined) throw contradiction('--kms-key is for --encrypt');
  const labels = parseLabels(options.label ?? []);
  requireRoom(labels);
  return {
    ...{ name, vpc, subnet, spec: `swr.ee.${spec}`, enterpriseProject, labels, hasIntranet: intranet },
    ...{ description: options.description, bucket, encryption: encrypt, kmsKey },
  };
}

const contradiction = (fact: string): SwrctlError =>
  new SwrctlError('USAGE', fact, {
    hint: 'Give --bucket for a bucket of your own, or --encrypt, with --kms-key for a key of your own',
  });

/** What was not asked for may be anything. */
function isSame(found: Instance, { description, bucket, ...wanted }: Wanted): boolean {
  const said = { vpc: wanted.vpc, subnet: wanted.subnet, spec: wanted.spec, description, bucket };
  return Object.entries(said).every(
    ([field, value]) => value === undefined || found[field as keyof typeof said] === value,
  );
}

/** Makes it and reads it back. */
async function create(swr: SwrClient, body: NewInstance): Promise<Begun> {
  let made: { readonly jobId: string; readonly instanceId: string } | undefined;
  return writeAndLook(
    async () => {
      made = await projectCaller(swr)(createInstance, { body });
    },
    async () => {
      const id = made?.instanceId;
      const all = await readInstances(swr);
      const instance = all.find((one) => (id === undefined ? one.name === body.name : one.id === id));
      if (instance === undefined) throw withoutEffect(`there is no instance ${body.name}`);
      return { instance, job: made?.jobId ?? (await findJobOf(swr, instance)) };
    },
  );
}

/** For where the answer that named the job is lost, or was somebody else's. */
async function findJobOf(swr: SwrClient, { id }: Instance): Promise<string | undefined> {
  const { items } = await projectCaller(swr)(listJobs, { limit: 100, offset: 0 });
  return items.find(({ instanceId }) => instanceId === id)?.id;
}

async function showWhereAsked(context: Context, row: InstanceRow & { readonly job?: string }): Promise<void> {
  const output = context.output();
  if (output.isFormatAsked) await output.show(row, INSTANCE_ADDED_VIEW);
}
