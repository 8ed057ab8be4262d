import { SwrctlError } from '../../base/errors.ts';
import type { InstancePlace } from '../../model/instance.ts';
import type { SecretType } from './secret-types.ts';

/** Seconds that the service takes. Source: docs/reference/service.md#temporary-logins. */
const MIN_SECONDS = 900;
const MAX_SECONDS = 86_400;

export interface LoginLife {
  readonly type: SecretType;
  /** Milliseconds. */
  readonly duration?: number | undefined;
}

/** @throws {SwrctlError} USAGE */
export function durationSeconds({ type, duration }: LoginLife): number | undefined {
  if (duration === undefined) return undefined;
  const seconds = Math.round(duration / 1000);
  if (type !== 'temporary') {
    throw new SwrctlError('USAGE', 'A long-term login has no duration', { hint: 'Add --type temporary' });
  }
  if (seconds >= MIN_SECONDS && seconds <= MAX_SECONDS) return seconds;
  throw new SwrctlError('USAGE', `--duration is ${seconds} seconds, outside of what the service takes`, {
    hint: 'Choose from 15m to 24h, for example --duration 12h',
  });
}

/**
 * What is for the shared edition only.
 *
 * @throws {SwrctlError} USAGE
 */
export function checkInstanceFlags(
  { name }: InstancePlace,
  { duration, regions }: { readonly duration?: number | undefined; readonly regions?: readonly string[] },
): void {
  if (regions !== undefined) {
    throw new SwrctlError('USAGE', `Instance ${name} is in one region, and --region names ${regions.length}`, {
      hint: 'Leave --region out, or add --instance none for the registries of the shared edition',
    });
  }
  if (duration === undefined) return;
  throw new SwrctlError('USAGE', `How long a credential of instance ${name} lives the service says`, {
    hint: 'Leave --duration out; its end is in the annotation swrctl/expires-at',
  });
}
