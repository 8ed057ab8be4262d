import { escapeControlsAsUnicode } from '../../../output/safe-text.ts';
import type { Context } from '../../../app/world.ts';
import type { ManifestChoice } from './manifest-choice.ts';
import { parseOperand } from '../source/operand.ts';
import { findManifest } from './find-manifest.ts';

/** `swrctl manifest`. */
export async function runManifest(context: Context, choice: ManifestChoice): Promise<void> {
  const { bytes } = await findManifest(context, await parseOperand(context, choice.operand), choice);
  const isTerminal = context.world.stdout.isTTY === true;
  await context.output().text(isTerminal ? `${escapeControlsAsUnicode(bytes.toString('utf8'))}\n` : bytes);
}
