import { Argument, Command } from 'commander';
import type { Context } from '../../../app/world.ts';
import { examples } from '../../help/layout.ts';
import { withOutputOptions } from '../../options/output-options.ts';
import { sendOptions, withSendOptions, type SendFlags } from '../send/flags.ts';
import { PUSH_FIELDS } from '../send/view.ts';

type CopyFlags = SendFlags & { readonly allTags: boolean; readonly referrers: boolean };

export const copy = (context: Context): Command =>
  withOutputOptions(
    withSendOptions(
      new Command('copy')
        .alias('cp')
        .description('Copy images from one registry to another, or within one')
        .addArgument(new Argument('<source>', '[registry/]org/repo[:tag][@digest]'))
        .addArgument(new Argument('<destination>', '[registry/]org/repo[:tag]; default tag: that of the source'))
        .option('--all-tags', 'every tag of the repository', false)
        .option('--referrers', 'also what refers to the images: signatures, attestations, SBOMs', false),
    ),
    PUSH_FIELDS,
  )
    .addHelpText(
      'after',
      examples(
        'swrctl copy docker.io/library/nginx:1.27 team/nginx:1.27',
        'swrctl copy team/app backup/app --all-tags',
        'swrctl copy ghcr.io/team/app:v1 team/app:v1 --referrers --instance prod',
      ),
    )
    .action(async (source: string, destination: string, flags: CopyFlags) => {
      const { runCopy } = await import('./copy-run.ts');
      await runCopy(context, { ...sendOptions(flags), source, destination });
    });
