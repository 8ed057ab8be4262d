import { Command } from 'commander';
import type { Context } from '../../../app/world.ts';
import { examples } from '../../help/layout.ts';
import { withManifestChoice, type ManifestChoice } from './manifest-choice.ts';

export const manifest = (context: Context): Command =>
  withManifestChoice(new Command('manifest').description('Print a manifest or index, byte for byte as it is stored'))
    .addHelpText(
      'after',
      examples('swrctl manifest team/app:v1 | sha256sum', 'swrctl manifest team/app:v1 --platform linux/arm64'),
    )
    .action(async (operand: string, flags: Omit<ManifestChoice, 'operand'>) => {
      const { runManifest } = await import('./manifest-run.ts');
      await runManifest(context, { ...flags, operand });
    });
