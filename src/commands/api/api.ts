import { Command } from 'commander';
import { SwrctlError } from '../../base/errors.ts';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import type { ApiOptions } from './api-run.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'];

interface ApiFlags extends Omit<ApiOptions, 'method' | 'path' | 'fields'> {
  readonly field?: readonly string[];
}

const collect = (text: string, before: readonly string[] = []): string[] => [...before, text];

export const api = (context: Context): Command =>
  new Command('api')
    .description('Make a signed call of the management API and print the answer')
    .argument('<method>', 'GET, POST, PUT, PATCH or DELETE', parseMethod)
    .argument('<path>', 'path with query; write "$" for "/" in repository names')
    .option(
      '-f, --field <name=value>',
      'query of a GET, else JSON body; true, 5 and [1] are JSON (repeatable)',
      collect,
    )
    .option('--input <file>', 'send this file as the body, "-" for standard input')
    .option('--paginate', 'read a list to its end', false)
    .option('--query <expression>', 'print what a JMESPath expression finds, as JSON')
    .addHelpText(
      'after',
      examples(
        'swrctl api GET /v2/manage/repos --paginate --query "[].name"',
        "swrctl api POST '/v2/manage/namespaces/team/repos' --field repository=web --field is_public=false",
      ),
    )
    .action(async (method: string, path: string, { field, ...flags }: ApiFlags) => {
      const { runApi } = await import('./api-run.ts');
      await runApi(context, { ...flags, method, path, fields: field ?? [] });
    });

function parseMethod(text: string): string {
  const method = text.toUpperCase();
  if (METHODS.includes(method)) return method;
  throw new SwrctlError('USAGE', `"${text}" is not a method`, { hint: `Choose from: ${METHODS.join(', ')}` });
}
