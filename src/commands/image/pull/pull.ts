import { Argument, Command, Option } from 'commander';
import { parsePlatform, type Platform } from '../../../model/platform.ts';
import type { Context } from '../../../app/world.ts';
import { examples } from '../../help/layout.ts';
import { withJsonOptions } from '../../options/output-options.ts';

export const PULL_FORMATS = ['docker-archive', 'oci-archive', 'oci'] as const;

export type PullFormat = (typeof PULL_FORMATS)[number];

export interface PullOptions {
  readonly references: readonly string[];
  /** File, directory, or `-` for stdout. */
  readonly output?: string;
  readonly format: PullFormat;
  readonly platform?: Platform;
  readonly allPlatforms: boolean;
  readonly uncompressed: boolean;
  /** Unpacks layers that stay packed, too. */
  readonly verify: boolean;
  readonly force: boolean;
  /** Uses what an earlier run left, and leaves it for a later one. */
  readonly resume: boolean;
}

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
