import { Argument, Command, Option } from 'commander';
import { parsePlatform, type Platform } from '../../model/platform.ts';
import type { Context } from '../context.ts';
import { forFlag, wholeNumber } from '../flags.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../output-options.ts';
import { FORMAT_CHOICES, PUSH_FIELDS, type SendOptions } from './send-options.ts';

export interface PushOptions extends SendOptions {
  /** Path, or `-` for stdin. */
  readonly source: string;
  readonly references: readonly string[];
  /** NAME or @N. */
  readonly image?: string;
  readonly all: boolean;
  /** Images whose layers the registry is likely to have. */
  readonly cacheFrom: readonly string[];
  readonly digestFile?: string;
  readonly digestMap?: string;
}

const collectPlatform = (text: string, before: readonly Platform[] = []): Platform[] => [
  ...before,
  parsePlatform(text),
];

const collectText = (text: string, before: readonly string[]): readonly string[] => [...before, text];

/** As commander gives them. */
type PushFlags = Omit<PushOptions, 'source' | 'references' | 'platforms' | 'noClobber'> & {
  readonly platform?: readonly Platform[];
  readonly clobber: boolean;
};

function pushOptions(source: string, references: readonly string[], flags: PushFlags): PushOptions {
  const { platform = [], clobber, ...rest } = flags;
  return { ...rest, source, references, platforms: platform, noClobber: !clobber };
}

export const push = (context: Context): Command =>
  withOutputOptions(
    new Command('push')
      .description('Push the images of an archive to a registry')
      .addArgument(new Argument('<source>', 'docker-archive, OCI archive or OCI layout directory; "-" is stdin'))
      .addArgument(
        new Argument('[reference...]', 'where to, [registry/]org/repo[:tag]; default: the names in the archive'),
      )
      .option('--image <name|@n>', 'which image of an archive with several: by name, or @0, @1 …')
      .option('--all', 'every image under its own names (the default without a reference)', false)
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
      .addOption(
        new Option('--compression <kind>', 'repack all layers; default: gzip for plain ones').choices([
          'gzip',
          'zstd',
          'none',
        ]),
      )
      .option(
        '--compression-level <n>',
        '1 (fast) to 9 (small), zstd to 19',
        forFlag(wholeNumber(1), '--compression-level'),
      )
      .option('--cache-from <ref>', 'an image that has layers of this one (repeatable)', collectText, [])
      .option('--no-clobber', 'refuse to move a tag that exists')
      .option('--if-digest <digest>', 'push only if the tag has this digest now')
      .option('--public', 'make the repository public afterwards', false)
      .option('--dry-run', 'print what would be pushed, send nothing', false)
      .option('--digest-file <file>', 'write the digest of the pushed manifest to a file')
      .option('--digest-map <file>', 'write a JSON map from old to new digests to a file')
      .addHelpText(
        'after',
        examples('swrctl push app.tar team/app:v1', 'docker save app | swrctl push - team/app:v1 --create-org'),
      ),
    PUSH_FIELDS,
  ).action(async (source: string, references: string[], flags: PushFlags) => {
    const { runPush } = await import('./push-run.ts');
    await runPush(context, pushOptions(source, references, flags));
  });
