import type { Command } from 'commander';
import { Option } from 'commander';
import { MANIFEST_FORMATS } from '../../k8s/manifests.ts';
import { parseKubeNamespace, parseObjectName } from '../../k8s/object-name.ts';
import { forFlag } from '../../app/settings/parse.ts';
import { parseRegion } from '../../app/settings/regions.ts';
import { listOf } from './list-options.ts';

export const DEFAULT_SECRET_NAME = 'swr-pull';

export const withRegions = (command: Command): Command =>
  command.option('--region <regions>', 'one region or several: a,b; default: that of the profile', (text: string) =>
    text.includes(',') ? listOf(parseRegion)(text, '--region') : text,
  );

/** `--namespace` and `--name`, which say where the secret is. */
export const withSecretPlace = (command: Command): Command =>
  command
    .option(
      '-n, --namespace <names>',
      'namespaces of the cluster: x,y',
      forFlag(listOf(parseKubeNamespace), '--namespace'),
    )
    .option('--name <name>', 'name of the secret', forFlag(parseObjectName, '--name'), DEFAULT_SECRET_NAME);

export const manifestOption = (): Option =>
  new Option('-o, --output <format>', 'how to print').choices(MANIFEST_FORMATS).default('yaml');
