import type { Context } from '../../app/world.ts';
import { present } from '../../base/decode.ts';
import { SwrctlError, hasCode } from '../../base/errors.ts';
import { formatRelativeTime } from '../../output/units.ts';
import type { View } from '../../output/output.ts';
import type { InstanceClient } from '../../swr/enterprise/client.ts';
import {
  createLongTermCredential,
  createTemporaryCredential,
  updateLongTermCredential,
  type NewCredential,
} from '../../swr/enterprise/credentials.ts';
import { writeAndLook } from '../../swr/write-and-look.ts';
import { engineLine } from '../auth/engine-line.ts';
import type { PrintForm } from '../auth/login-options.ts';
import { runBatch } from '../shared/batch.ts';
import { withoutEffect } from '../shared/changes.ts';
import { requireInstance } from '../shared/edition.ts';
import { findCredential } from './find.ts';
import { CREDENTIAL_VIEW, credentialRow, type CredentialRow, type NewCredentialRow } from './view.ts';

export interface NewCredentialOptions {
  /** The line for a program, in place of the fields. */
  readonly print?: PrintForm;
  /** As written: how to print. */
  readonly output?: string;
}

/** @throws {SwrctlError} USAGE for what would lose the password: it is shown once. */
function checkPrint({ print, output }: NewCredentialOptions): void {
  if (output === 'name') {
    throw new SwrctlError('USAGE', '-o name would leave the password out, which is shown only once', {
      hint: 'Leave it out, or take -o json',
    });
  }
  if (print === undefined || output === undefined) return;
  throw new SwrctlError('USAGE', `--print and -o ${output} contradict each other`, { hint: 'Give one of them' });
}

/** `swrctl credential add`. What it prints cannot be had again, so nothing comes before it that may fail. */
export async function runCredentialAdd(context: Context, name: string, options: NewCredentialOptions): Promise<void> {
  checkPrint(options);
  const client = await requireInstance(context, 'A credential');
  await printNew(context, client, await makeLongTerm(client, name), { name, ...options });
  context.output().note(`Made credential ${name} of ${client.place.name}; its password is not shown again`);
}

/**
 * Makes a credential that lasts.
 *
 * @throws {SwrctlError} REFUSED where the name is taken: nobody can read the password of that one any more.
 */
export async function makeLongTerm(client: InstanceClient, name: string): Promise<NewCredential> {
  try {
    return await client.call(createLongTermCredential, { body: { name } });
  } catch (error) {
    if (!hasCode(error, 'CONFLICT')) throw error;
    throw new SwrctlError('REFUSED', `There is a credential "${name}" already, and its password cannot be read again`, {
      hint: `Choose another name, or remove it first: swrctl credential remove ${name}`,
      service: error.service,
    });
  }
}

/** `swrctl credential temporary`. */
export async function runCredentialTemporary(context: Context, options: NewCredentialOptions): Promise<void> {
  checkPrint(options);
  const client = await requireInstance(context, 'A credential');
  const made = await client.call(createTemporaryCredential, {});
  await printNew(context, client, made, options);
  const { expiresAt } = made;
  const end =
    expiresAt === undefined
      ? 'by itself'
      : `at ${expiresAt.toISOString()} (${formatRelativeTime(expiresAt, context.world.now())})`;
  context.output().note(`It ends ${end}, and cannot be taken back before`);
}

const NEW_VIEW: View<NewCredentialRow> = {
  columns: [
    { header: 'User', value: ({ user }) => user },
    { header: 'Password', value: ({ password }) => password },
    { header: 'Registry', value: ({ registry }) => registry },
    { header: 'Expires at', value: ({ expiresAt }) => expiresAt, kind: 'time' },
  ],
  name: ({ name, id }) => name ?? id,
};

async function printNew(
  context: Context,
  { place }: InstanceClient,
  { id, userId: user, authToken: password, createdAt, expiresAt }: NewCredential,
  { name, print }: NewCredentialOptions & { readonly name?: string },
): Promise<void> {
  const output = context.output();
  const { host: registry } = place;
  if (print !== undefined) {
    const isPlainHttp = await speaksPlainHttp(context, registry);
    const line = engineLine(print, { host: registry, username: user, password, isPlainHttp });
    await output.text(`${line}\n`);
    return;
  }
  const times = present({ createdAt: createdAt?.toISOString(), expiresAt: expiresAt?.toISOString() });
  const row: NewCredentialRow = { ...present({ name }), id, registry, user, password, ...times };
  if (output.isFormatAsked) return output.show(row, NEW_VIEW);
  await output.text(`${user}\t${password}\n`);
}

/** Some programs must be told. A registry that cannot be reached from here must not keep anybody from the password. */
async function speaksPlainHttp(context: Context, registry: string): Promise<boolean> {
  const { registry: open } = await context.services();
  return open(registry)
    .facts()
    .then(
      ({ origin }) => origin.startsWith('http:'),
      () => false,
    );
}

/** `swrctl credential enable` and `disable`. */
export async function runCredentialSwitch(
  context: Context,
  names: readonly string[],
  isEnabled: boolean,
): Promise<void> {
  const client = await requireInstance(context, 'A credential');
  await runBatch<string, CredentialRow>(
    context,
    { items: names, noun: 'credential', view: CREDENTIAL_VIEW },
    (wanted) => switchOne(context, client, wanted, isEnabled),
  );
}

async function switchOne(
  context: Context,
  client: InstanceClient,
  wanted: string,
  isEnabled: boolean,
): Promise<CredentialRow> {
  const before = await findCredential(client, wanted);
  const word = isEnabled ? 'enabled' : 'disabled';
  if (before.isEnabled === isEnabled) {
    context.output().note(`Credential ${before.name} is ${word} already`);
    return credentialRow(before);
  }
  const after = await writeAndLook(
    () => client.call(updateLongTermCredential, { credential: before.id, body: { isEnabled } }),
    async () => {
      const found = await findCredential(client, before.id);
      if (found.isEnabled !== isEnabled) throw withoutEffect(`credential ${before.name} is not ${word}`);
      return found;
    },
  );
  context.output().note(`Credential ${before.name} is ${word} now`);
  return credentialRow(after);
}
