import { Option, type Command } from 'commander';
import { parsePlatform, type Platform } from '../../../model/platform.ts';
import { FORMAT_CHOICES, type SendOptions } from './options.ts';

/** The options that push and copy share, as commander gives them. */
export interface SendFlags extends Pick<SendOptions, 'format' | 'createOrg' | 'public' | 'dryRun'> {
  readonly platform?: readonly Platform[];
  readonly clobber: boolean;
}

const collectPlatform = (text: string, before: readonly Platform[] = []): Platform[] => [
  ...before,
  parsePlatform(text),
];

export function withSendOptions(command: Command): Command {
  return command
    .option('--create-org', 'create the organization when it does not exist', false)
    .option(
      '--platform <os/arch[/variant]>',
      'only this platform of a multi-platform image (repeatable)',
      collectPlatform,
    )
    .addOption(
      new Option('--format <types>', 'manifest types to push; auto: Docker types on SWR, else as they are')
        .choices(FORMAT_CHOICES)
        .default('auto'),
    )
    .option('--no-clobber', 'refuse to move a tag that exists')
    .option('--public', 'make the repository public afterwards', false)
    .option('--dry-run', 'print what would be done, send nothing', false);
}

export function sendOptions<F extends SendFlags>({ platform = [], clobber, ...rest }: F) {
  return { ...rest, platforms: platform, noClobber: !clobber };
}
