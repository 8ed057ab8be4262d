import { Command } from 'commander';
import { parsePlatform, type Platform } from '../../../model/platform.ts';
import type { Context } from '../../../app/world.ts';
import { examples } from '../../help/layout.ts';
import { withOutputOptions } from '../../options/output-options.ts';

export interface ManifestChoice {
  /** Archive or reference. */
  readonly operand: string;
  /** NAME or @N, in archives with several images. */
  readonly image?: string;
  /** The manifest of this platform instead of the index. */
  readonly platform?: Platform;
}

/** The operand and flags that choose one manifest, for every command that reads one. */
export function withManifestChoice(command: Command): Command {
  return command
    .argument('<source|reference>', 'archive, OCI layout directory or [registry/]org/repo[:tag][@digest]')
    .option('--image <name|@n>', 'which image of an archive with several: by name, or @0, @1 …')
    .option('--platform <os/arch[/variant]>', 'which image of a multi-platform one', (text) => parsePlatform(text));
}

/** JSON fields of one digest: a contract with scripts. */
export const DIGEST_FIELDS = ['image', 'digest'] as const;

export const digest = (context: Context): Command =>
  withOutputOptions(
    withManifestChoice(
      new Command('digest').description(
        'Print the digest that a tag points to, or that an image in an archive has; of several images a table',
      ),
    ).addHelpText('after', examples('swrctl digest team/app:v1', 'swrctl digest app-oci.tar --platform linux/arm64')),
    DIGEST_FIELDS,
  ).action(async (operand: string, flags: Omit<ManifestChoice, 'operand'>) => {
    const { runDigest } = await import('./manifest-run.ts');
    await runDigest(context, { ...flags, operand });
  });
