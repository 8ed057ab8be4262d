import type { Limits } from '../../../model/limits.ts';
import type { CompressorChoice, ReuseMode, SendOptions } from '../send/options.ts';

export interface PushOptions extends SendOptions {
  /** Path, or `-` for stdin. */
  readonly source: string;
  readonly references: readonly string[];
  /** NAME or @N. */
  readonly image?: string;
  readonly all: boolean;
  /** What packs gzip layers. */
  readonly compressor: CompressorChoice;
  /** Images whose layers the registry is likely to have. */
  readonly cacheFrom: readonly string[];
  readonly reuse: ReuseMode;
  readonly digestFile?: string;
  readonly digestMap?: string;
  /** Ask registry and service first. */
  readonly check: boolean;
  /** Read every layer first. */
  readonly verify: boolean;
  /** Instead of those of the table. */
  readonly limits: Partial<Limits>;
}
