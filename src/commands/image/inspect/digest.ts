import { Command } from 'commander';
import type { Context } from '../../../app/world.ts';
import { examples } from '../../help/layout.ts';
import { withOutputOptions } from '../../options/output-options.ts';
import { withManifestChoice, type ManifestChoice } from './manifest-choice.ts';

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
    const { runDigest } = await import('./digest-run.ts');
    await runDigest(context, { ...flags, operand });
  });
