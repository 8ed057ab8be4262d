import { Command, Option } from 'commander';
import type { Context } from '../context.ts';
import { examples } from '../help/layout.ts';
import { withSettings } from '../setting-options.ts';
import { withKeyOptions, type KeyFlags } from './key-options.ts';

/** What `--print` takes. */
export const PRINT_FORMS = ['docker', 'ctr', 'nerdctl', 'podman', 'skopeo', 'json'] as const;

export type PrintForm = (typeof PRINT_FORMS)[number];

export interface LoginOptions extends KeyFlags {
  /** As written on the command line. */
  readonly host?: string;
  /** Together with a password: any registry, no access key. */
  readonly username?: string;
  readonly passwordStdin?: boolean;
  /** Print the login for this program, save nothing. */
  readonly print?: PrintForm;
  /** Save the SK as plain text. */
  readonly insecureStorage: boolean;
  /** False: do not ask the registry whether the login works. */
  readonly verify: boolean;
}

const DETAILS = `
The login key is made from the access key on this machine, tried at the
registry, and written to the docker config. Account and region go to a profile:
the one of --profile, else one named like the region. The secret key itself is
saved only with --insecure-storage; without it, management commands take it from
SWRCTL_AK and SWRCTL_SK. --print json has registry, username and password.
`;

/** The same command stands at the root and below `auth`. */
export const login = (context: Context): Command =>
  withKeyOptions(
    withSettings(
      new Command('login').description('Log in to SWR with an access key, or to any registry with a password'),
      'region',
      'registry',
      'project',
      'profile',
    ),
  )
    .argument('[host]', 'registry; default: the one of the region')
    .option('-u, --username <user>', 'log in with user and password, to any registry')
    .option('--password-stdin', 'read the password, or a whole "docker login" line, from stdin')
    .addOption(new Option('--print <form>', 'print the login for a program, save nothing').choices(PRINT_FORMS))
    .option('--insecure-storage', 'save the secret key in a file, as plain text', false)
    .option('--no-verify', 'do not ask the registry whether the login works')
    .addHelpText(
      'after',
      DETAILS +
        examples(
          'swrctl login --region cn-north-4 --ak HPUA0000000000000000 --sk-stdin < sk.txt',
          'swrctl login --region ap-southeast-3 --credentials-file credentials.csv',
          'swrctl login ghcr.io -u octocat --password-stdin < token.txt',
          'swrctl login --print json',
        ),
    )
    .action(async (host: string | undefined, flags: Omit<LoginOptions, 'host'>) => {
      const { runLogin } = await import('./login-run.ts');
      await runLogin(context, { ...flags, ...(host === undefined ? {} : { host }) });
    });
