import type { Context } from '../../app/world.ts';
import { requireInstance } from '../shared/edition.ts';
import { listCredentials } from './find.ts';
import { CREDENTIAL_VIEW, credentialRow } from './view.ts';

export interface CredentialListOptions {
  /** True: everybody's. */
  readonly all: boolean;
  /** Stop after this many. */
  readonly limit?: number;
}

/** `swrctl credential list`. */
export async function runCredentialList(context: Context, { all, limit }: CredentialListOptions): Promise<void> {
  const client = await requireInstance(context, 'A credential');
  const credentials = await listCredentials(client, { isAll: all, max: limit });
  await context.output().list(credentials.map(credentialRow), CREDENTIAL_VIEW);
}
