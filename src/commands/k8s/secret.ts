import { Command, Option } from 'commander';
import type { ManifestFormat } from '../../k8s/manifests.ts';
import { parseObjectName } from '../../k8s/object-name.ts';
import type { Context } from '../../app/world.ts';
import { durationMs, forFlag } from '../../app/settings/parse.ts';
import { examples } from '../help/layout.ts';
import { withSettings } from '../options/setting-options.ts';
import { SECRET_TYPES, type SecretType } from './secret-types.ts';
import type { K8sSecretOptions } from './secret-run.ts';
import { withRegions, withSecretPlace, manifestOption } from './secret-options.ts';

/** As commander gives them. One region is a setting like any other; several are a list. */
interface SecretFlags {
  readonly name: string;
  readonly namespace?: readonly string[];
  readonly region?: string | readonly string[];
  readonly type: SecretType;
  readonly duration?: number | undefined;
  readonly patchServiceaccount?: string | true;
  readonly output: ManifestFormat;
}

const DETAILS = `
The login itself is on stdout, as kubectl needs it. A long-term one is made from
the access key on this machine and works as long as that lives; a temporary one
is asked from the service, and its end is in the annotation swrctl/expires-at.
With --instance it is the long-term credential that login made, if there is one,
else a temporary one of that instance.
`;

export const k8sSecret = (context: Context): Command =>
  withSettings(withSecretPlace(withRegions(new Command('secret'))), 'project')
    .description('Print an image pull secret for a cluster, for one region or several')
    .addOption(new Option('--type <type>', 'how long the login works').choices(SECRET_TYPES).default('long-term'))
    .option('--duration <duration>', 'life of a temporary login, 15m to 24h', forFlag(durationMs, '--duration'))
    .option('--patch-serviceaccount [name]', 'let the pods of a service account use it; without a name of "default"')
    .addOption(manifestOption())
    .addHelpText(
      'after',
      DETAILS +
        examples(
          'swrctl k8s secret --namespace web,jobs --patch-serviceaccount | kubectl apply -f -',
          'swrctl k8s secret --region cn-north-4,ap-southeast-3 --type temporary --duration 12h -o json',
        ),
    )
    .action(async (flags: SecretFlags, command: Command) => {
      const { runK8sSecret } = await import('./secret-run.ts');
      const { type, ...options } = optionsOf(flags);
      const isSaid = command.getOptionValueSource('type') !== 'default';
      await runK8sSecret(context, isSaid ? { ...options, type } : options);
    });

function optionsOf(flags: SecretFlags): K8sSecretOptions & { readonly type: SecretType } {
  const { name, namespace = [], region, type, duration, patchServiceaccount, output } = flags;
  const account = patchServiceaccount === true ? 'default' : patchServiceaccount;
  return {
    name,
    namespaces: namespace,
    type,
    format: output,
    ...(typeof region === 'object' ? { regions: region } : {}),
    duration,
    ...(account === undefined ? {} : { serviceAccount: parseObjectName(account, '--patch-serviceaccount') }),
  };
}
