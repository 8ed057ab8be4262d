import { Argument, Command, Option } from 'commander';
import type { Limits } from '../../../model/limits.ts';
import type { Context } from '../../../app/world.ts';
import { byteCount, forFlag, wholeNumber } from '../../../app/settings/parse.ts';
import { examples } from '../../help/layout.ts';
import { withOutputOptions } from '../../options/output-options.ts';
import { limitOption } from '../check/limit-option.ts';
import { sendOptions, withSendOptions, type SendFlags } from '../send/flags.ts';
import { COMPRESSOR_CHOICES, REUSE_MODES } from '../send/options.ts';
import { PUSH_FIELDS } from '../send/view.ts';
import type { PushOptions } from './push-options.ts';

const collectText = (text: string, before: readonly string[]): readonly string[] => [...before, text];

/** As commander gives them. */
type PushFlags = SendFlags &
  Omit<PushOptions, 'source' | 'references' | 'platforms' | 'noClobber' | 'limits'> & {
    readonly limit?: Partial<Limits>;
  };

function pushOptions(source: string, references: readonly string[], flags: PushFlags): PushOptions {
  const { limit = {}, ...rest } = sendOptions(flags);
  return { ...rest, source, references, limits: limit };
}

/** How layers are packed and sent. */
const withLayerOptions = (command: Command): Command =>
  command
    .addOption(new Option('--compression <kind>', 'repack all layers').choices(['gzip', 'zstd', 'none']))
    .option(
      '--compression-level <n>',
      'from 1 (fast) to 12 (small); igzip to 3, pigz to 9, zstd to 19',
      forFlag(wholeNumber(1), '--compression-level'),
    )
    .addOption(
      new Option(
        '--compressor <program>',
        'what packs gzip; auto: igzip from 1 MiB on where it is installed, else builtin',
      )
        .choices(COMPRESSOR_CHOICES)
        .default('auto'),
    )
    .option('--cache-from <ref>', 'an image that has layers of this one (repeatable)', collectText, [])
    .addOption(
      new Option('--reuse <mode>', 'layers said to be in the registry; trusted: believe its images; off: send all')
        .choices(REUSE_MODES)
        .default('verified'),
    )
    .option(
      '--chunk-size <size>',
      'send layers in pieces of this size, for example 16MiB',
      forFlag(byteCount, '--chunk-size'),
    );

const withGuardOptions = (command: Command): Command =>
  command
    .option('--if-digest <digest>', 'push only if the tag has this digest now')
    .option('--check', 'ask registry and service first whether the push can work; stop if not', false)
    .option('--verify', 'read every layer first, and in the registry those that need not be sent', false)
    .addOption(limitOption())
    .option('--digest-file <file>', 'write the digest of the pushed manifest to a file')
    .option('--digest-map <file>', 'write a JSON map from old to new digests to a file');

const base = (): Command =>
  new Command('push')
    .description('Push the images of an archive to a registry')
    .addArgument(new Argument('<source>', 'docker-archive, OCI archive or OCI layout directory; "-" is stdin'))
    .addArgument(
      new Argument('[reference...]', 'where to, [registry/]org/repo[:tag]; default: the names in the archive'),
    )
    .option('--image <name|@n>', 'which image of an archive with several: by name, or @0, @1 …')
    .option('--all', 'every image under its own names (the default without a reference)', false);

export const push = (context: Context): Command =>
  withOutputOptions(withGuardOptions(withLayerOptions(withSendOptions(base()))), PUSH_FIELDS)
    .addHelpText(
      'after',
      examples('swrctl push app.tar team/app:v1', 'docker save app | swrctl push - team/app:v1 --create-org'),
    )
    .action(async (source: string, references: string[], flags: PushFlags) => {
      const { runPush } = await import('./push-run.ts');
      await runPush(context, pushOptions(source, references, flags));
    });
