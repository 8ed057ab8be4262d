import { Command, Option } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withSettings } from '../options/setting-options.ts';
import { withKeyOptions } from './key-options.ts';
import { PRINT_FORMS } from './login-options.ts';
import type { LoginOptions } from './login-options.ts';

const DETAILS = `
The login key is made from the access key on this machine, tried at the
registry, and written to the docker config. Account and region go to a profile:
the one of --profile, else one named like the region. The secret key itself goes
to the keychain of the system, or with --insecure-storage to a file; where there
is neither, management commands take it from SWRCTL_AK and SWRCTL_SK. With
--iam-user the password is given for a token, which is kept in its place.
--print json has registry, username and password.
--for takes docker, podman, containerd, nerdctl, buildkit, helm, k3s and skopeo,
with commas between them; "swrctl logout" takes back what was written.
With --instance the login is one of that instance: a temporary credential of a
day, or with --long-term one that lasts; its profile is called like the instance.
`;

/** The same command stands at the root and below `auth`. */
export const login = (context: Context): Command =>
  withKeyOptions(
    withSettings(
      new Command('login').description('Log in to SWR with an access key, or to any registry with a password'),
      'region',
      'registry',
      'project',
      'instance',
      'profile',
    ),
  )
    .argument('[host]', 'registry; default: the one of the region')
    .option('-u, --username <user>', 'log in with user and password, to any registry')
    .option('--password-stdin', 'read the password, or a whole "docker login" line, from stdin')
    .option('--iam-user <name>', 'log in as [ACCOUNT/]USER of IAM, with a password, for 24 hours')
    .option('--temporary', 'a login of some hours, asked from the service, instead of the login key', false)
    .option('--long-term <name>', 'make a credential of this name in the instance, which lasts until it is removed')
    .option('--duration <time>', 'how long the temporary login lives, 15m to 24h (default: what the service gives)')
    .option('--enhanced', 'the newer kind of temporary login, where the account is offered it', false)
    .option('--for <programs>', 'write the login for these, for example docker,podman,k3s=FILE (default: docker)')
    .option('--helper', 'store no login: docker asks docker-credential-swr, which makes it each time', false)
    .addOption(new Option('--print <form>', 'print the login for a program, save nothing').choices(PRINT_FORMS))
    .option('--insecure-storage', 'save the secret key in a file, as plain text, not in the keychain', false)
    .option('--no-verify', 'do not ask the registry whether the login works')
    .addHelpText(
      'after',
      DETAILS +
        examples(
          'swrctl login --region cn-north-4 --ak HPUA0000000000000000 --sk-stdin < sk.txt',
          'swrctl login --region ap-southeast-3 --credentials-file credentials.csv',
          'swrctl login --for docker,helm,k3s=/tmp/registries.yaml',
          'swrctl login --temporary --duration 12h --print docker',
          'swrctl login --instance prod --helper',
          'swrctl login ghcr.io -u octocat --password-stdin < token.txt',
          'swrctl login --print json',
        ),
    )
    .action(async (host: string | undefined, flags: Omit<LoginOptions, 'host'>) => {
      const { runLogin } = await import('./login-run.ts');
      await runLogin(context, { ...flags, ...(host === undefined ? {} : { host }) });
    });
