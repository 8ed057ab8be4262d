import { Argument, Command, Option } from 'commander';
import { parsePlatform, type Platform } from '../../model/platform.ts';
import type { Context } from '../context.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../output-options.ts';
import { FORMAT_CHOICES, PUSH_FIELDS, type SendOptions } from './send-options.ts';

export interface CopyOptions extends SendOptions {
  /** Reference, or with `allTags` a repository. */
  readonly source: string;
  readonly destination: string;
  readonly allTags: boolean;
}

const collectPlatform = (text: string, before: readonly Platform[] = []): Platform[] => [
  ...before,
  parsePlatform(text),
];

/** As commander gives them. */
interface CopyFlags extends Pick<SendOptions, 'format' | 'createOrg' | 'public' | 'dryRun'> {
  readonly platform?: readonly Platform[];
  readonly allTags: boolean;
  readonly clobber: boolean;
}

export const copy = (context: Context): Command =>
  withOutputOptions(
    new Command('copy')
      .alias('cp')
      .description('Copy images from one registry to another, or within one')
      .addArgument(new Argument('<source>', '[registry/]org/repo[:tag][@digest]'))
      .addArgument(new Argument('<destination>', '[registry/]org/repo[:tag]; default tag: that of the source'))
      .option('--all-tags', 'every tag of the repository', false)
      .option('--platform <os/arch[/variant]>', 'only this platform (repeatable)', collectPlatform)
      .addOption(
        new Option('--format <types>', 'manifest types to push; auto: Docker types on SWR, else as they are')
          .choices(FORMAT_CHOICES)
          .default('auto'),
      )
      .option('--create-org', 'create the organization when it does not exist', false)
      .option('--no-clobber', 'refuse to move a tag that exists')
      .option('--public', 'make the repository public afterwards', false)
      .option('--dry-run', 'print what would be copied, send nothing', false)
      .addHelpText(
        'after',
        examples(
          'swrctl copy docker.io/library/nginx:1.27 team/nginx:1.27',
          'swrctl copy team/app backup/app --all-tags',
        ),
      ),
    PUSH_FIELDS,
  ).action(async (source: string, destination: string, flags: CopyFlags) => {
    const { runCopy } = await import('./copy-run.ts');
    const { platform = [], clobber, ...rest } = flags;
    await runCopy(context, { ...rest, source, destination, platforms: platform, noClobber: !clobber });
  });
