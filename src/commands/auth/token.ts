import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';

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
    .action(async (reference: string, { push }: { push: boolean }) => {
      const { runAuthToken } = await import('./token-run.ts');
      await runAuthToken(context, { reference, push });
    });
