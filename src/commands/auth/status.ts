import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { withSettings } from '../options/setting-options.ts';
import { STATUS_FIELDS } from './status-view.ts';

const DETAILS = `
Shows the profile in use, or the one of --profile, with what the environment puts
over it. Asks the registry, and the management API when a secret key is known.
The login may come from the docker config or from the auth.json of podman and
skopeo; the file is named.
Exit status 4 when one of them does not take the login.
`;

export const authStatus = (context: Context): Command =>
  withOutputOptions(
    withSettings(
      new Command('status')
        .description('Show who you are, where each value comes from, and whether the login works')
        .addHelpText('after', DETAILS + examples('swrctl auth status', 'swrctl auth status --profile work --json')),
      'profile',
    ),
    STATUS_FIELDS,
  ).action(async () => {
    const { runAuthStatus } = await import('./status-run.ts');
    await runAuthStatus(context);
  });
