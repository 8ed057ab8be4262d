import type { Command } from 'commander';
import { parsePlatform, type Platform } from '../../../model/platform.ts';

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
