import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import type { LogoutOptions } from './logout-run.ts';
import { withSettings } from '../options/setting-options.ts';

const DETAILS = `
Removes the login from the docker config, and a saved secret key. The profile
stays, with region and default organization but without a secret; remove it with
"swrctl auth remove NAME". Nothing to remove is no failure. A login that podman or
skopeo has is named, and stays.
`;

/** The same command stands at the root and below `auth`. */
export const logout = (context: Context): Command =>
  withSettings(new Command('logout').description('Take back what login wrote'), 'profile')
    .argument('[host]', 'registry; default: the one of the profile in use')
    .option('--revoke', 'also remove the long-term credential that login made in an instance', false)
    .addHelpText(
      'after',
      DETAILS +
        examples('swrctl logout', 'swrctl logout --profile work', 'swrctl logout ghcr.io', 'swrctl logout --revoke'),
    )
    .action(async (host: string | undefined, options: LogoutOptions) => {
      const { runLogout } = await import('./logout-run.ts');
      await runLogout(context, host, options);
    });
