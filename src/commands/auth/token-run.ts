import { SwrctlError } from '../../base/errors.ts';
import { parseReference } from '../../model/reference.ts';
import type { Context } from '../../app/world.ts';

export interface AuthTokenOptions {
  readonly reference: string;
  /** True: for pushing too. */
  readonly push: boolean;
}

/** `swrctl auth token`. */
export async function runAuthToken(context: Context, { reference, push }: AuthTokenOptions): Promise<void> {
  const partial = parseReference(reference);
  const services = await context.services();
  const { registry, repository } = await services.complete(partial);
  const token = await services.registry(registry).token(repository, push ? 'push' : 'pull');
  if (token === undefined) {
    throw new SwrctlError('FAILED', `${registry} gives no tokens: it takes user and password, or nothing at all`, {
      hint: `Look at what it says: curl -i https://${registry}/v2/`,
    });
  }
  await context.output().text(`${token}\n`);
}
