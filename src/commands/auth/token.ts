import { Command } from 'commander';
import { SwrctlError } from '../../base/errors.ts';
import { parseReference } from '../../model/reference.ts';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';

export interface AuthTokenOptions {
  readonly reference: string;
  /** True: for pushing too. */
  readonly push: boolean;
}

export const authToken = (context: Context): Command =>
  new Command('token')
    .description('Print a bearer token for one repository of a registry; it lives for minutes')
    .argument('<reference>', '[registry/]org/repo; tag and digest do not matter')
    .option('--push', 'a token that may push too', false)
    .addHelpText(
      'after',
      examples(
        'swrctl auth token team/web',
        'curl -H "Authorization: Bearer $(swrctl auth token team/web)" https://swr.cn-north-4.myhuaweicloud.com/v2/team/web/tags/list',
      ),
    )
    .action((reference: string, { push }: { push: boolean }) => runAuthToken(context, { reference, push }));

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
