import { SwrctlError } from '../../base/errors.ts';
import { durationMs } from '../../app/settings/parse.ts';
import type { LoginOptions } from './login-options.ts';

/** What a temporary login was asked to be. */
export interface TemporaryKind {
  readonly kind: 'temporary' | 'enhanced';
  /** Undefined: what the service gives. */
  readonly seconds: number | undefined;
}

const [MIN_SECONDS, MAX_SECONDS] = [900, 86_400];

/** What `--temporary`, `--enhanced` and `--duration` say together; undefined without them. @throws {SwrctlError} USAGE */
export function temporaryKind({ temporary, enhanced, duration }: LoginOptions): TemporaryKind | undefined {
  if (duration === undefined) {
    if (enhanced) return { kind: 'enhanced', seconds: undefined };
    return temporary ? { kind: 'temporary', seconds: undefined } : undefined;
  }
  if (enhanced || !temporary) {
    const hint = 'Write: swrctl login --temporary --duration 6h';
    throw new SwrctlError('USAGE', '--duration goes with --temporary only', { hint });
  }
  const seconds = Math.round(durationMs(duration, '--duration') / 1000);
  if (seconds >= MIN_SECONDS && seconds <= MAX_SECONDS) return { kind: 'temporary', seconds };
  throw new SwrctlError('USAGE', `--duration is "${duration}", expected 15m to 24h`);
}
