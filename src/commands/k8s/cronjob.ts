import { Command } from 'commander';
import type { ManifestFormat } from '../../k8s/manifests.ts';
import { parseObjectName } from '../../k8s/object-name.ts';
import { parseSchedule } from '../../k8s/schedule.ts';
import type { Context } from '../../app/world.ts';
import { durationMs, forFlag } from '../../app/settings/parse.ts';
import { examples } from '../help/layout.ts';
import { withSettings } from '../options/setting-options.ts';
import { manifestOption, withRegions, withSecretPlace } from './secret-options.ts';
import type { K8sCronjobOptions } from './cronjob-run.ts';

/** Longest name of a CronJob: Kubernetes adds eleven characters for each job. */
const MAX_JOB_NAME = 52;

/** Who may do something is told with its namespace, so there has to be one. */
const DEFAULT_NAMESPACES: readonly string[] = ['default'];

/** As commander gives them. */
interface CronjobFlags extends Omit<K8sCronjobOptions, 'namespaces' | 'regions' | 'format'> {
  readonly namespace?: readonly string[];
  readonly region?: string | readonly string[];
  readonly output: ManifestFormat;
}

const DETAILS = `
The job asks for temporary logins and puts them into the secret, in every namespace
that is named (else "default"); it runs in the first. It may read and change this one secret and
nothing else, so make the secret first, with: swrctl k8s secret. The access key
comes from a secret of yours with SWRCTL_AK and SWRCTL_SK in it, and the image
needs a shell, swrctl and kubectl; docs/kubernetes.md shows how to make both.
With --instance the logins are temporary credentials of that instance.
`;

export const k8sCronjob = (context: Context): Command =>
  withSettings(withSecretPlace(withRegions(new Command('cronjob'))), 'project')
    .description('Print a CronJob that keeps image pull secrets fresh, with the rights it needs')
    .requiredOption('--image <reference>', 'image of the job, with its digest: registry/org/repo@sha256:…')
    .option('--job-name <name>', 'name of the job', parseJobName, 'swr-pull-refresh')
    .option('--schedule <cron>', 'when it runs', forFlag(parseSchedule, '--schedule'), '17 */2 * * *')
    .option(
      '--duration <duration>',
      'life of each login; default: what the service gives',
      forFlag(durationMs, '--duration'),
    )
    .option(
      '--credentials-secret <name>',
      'secret with the access key',
      forFlag(parseObjectName, '--credentials-secret'),
      'swrctl-credentials',
    )
    .addOption(manifestOption())
    .addHelpText(
      'after',
      DETAILS +
        examples(
          'swrctl k8s cronjob --image swr.cn-north-4.myhuaweicloud.com/team/swrctl@sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945 -n web | kubectl apply -f -',
          'swrctl k8s cronjob --image "team/swrctl@$(swrctl digest team/swrctl:v1)" -n web,jobs --duration 12h',
        ),
    )
    .action(async ({ namespace = DEFAULT_NAMESPACES, region, output, ...flags }: CronjobFlags) => {
      const { runK8sCronjob } = await import('./cronjob-run.ts');
      const regions = typeof region === 'object' ? { regions: region } : {};
      await runK8sCronjob(context, { ...flags, ...regions, namespaces: namespace, format: output });
    });

function parseJobName(text: string): string {
  return parseObjectName(text, '--job-name', MAX_JOB_NAME);
}
