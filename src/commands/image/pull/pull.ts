import { Argument, Command, Option } from 'commander';
import { parsePlatform } from '../../../model/platform.ts';
import type { Context } from '../../../app/world.ts';
import { examples } from '../../help/layout.ts';
import { withJsonOptions } from '../../options/output-options.ts';
import { PULL_FORMATS } from './pull-options.ts';
import type { PullOptions } from './pull-options.ts';

/** JSON fields of one pulled image: a contract. Source: docs/reference/contract.md#json-fields. */
export const PULL_FIELDS = [
  'reference',
  'digest',
  'sourceDigest',
  'size',
  'uploadedBytes',
  'platform',
  'file',
] as const;

export const pull = (context: Context): Command =>
  withJsonOptions(
    new Command('pull')
      .description('Pull images into an archive that docker load accepts')
      .addArgument(new Argument('<reference...>', '[registry/]org/repo[:tag][@digest]'))
      .option(
        '-o, --output <file>',
        'where to: a file or folder, a FIFO or device, "-" for stdout (default: REPO_TAG.tar)',
      )
      .addOption(new Option('--format <format>', 'what to write').choices(PULL_FORMATS).default('docker-archive'))
      .option(
        '--platform <os/arch[/variant]>',
        'which image of a multi-platform one (default: linux on this machine)',
        (text) => parsePlatform(text),
      )
      .option('--all-platforms', 'all images of a multi-platform one; needs an OCI format', false)
      .option('--uncompressed', 'unpack the layers', false)
      .option(
        '--verify',
        'unpack every layer on the way and compare it with the config, also those that stay packed',
        false,
      )
      .option(
        '--referrers',
        'also what refers to the images: signatures, attestations, SBOMs; needs an OCI format',
        false,
      )
      .option('--force', 'replace an existing file, empty folder or OCI layout', false)
      .option('--no-resume', 'begin anew, and leave nothing behind after a failure')
      .addHelpText(
        'after',
        examples(
          'swrctl pull team/app:v1',
          'swrctl pull team/app:v1 -o - | docker load',
          "swrctl pull team/app:v1 --platform 'windows(10.0.17763)/amd64'",
        ),
      ),
    PULL_FIELDS,
  ).action(async (references: string[], flags: Omit<PullOptions, 'references'>) => {
    const { runPull } = await import('./pull-run.ts');
    await runPull(context, { ...flags, references });
  });
