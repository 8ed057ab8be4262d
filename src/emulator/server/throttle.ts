import type { Reply } from './handler.ts';
import { registryError } from '../registry/errors.ts';

/** 20 requests a second, then 30 minutes outside. Source: docs/reference/registry.md#throttling. */
const REQUESTS_PER_SECOND = 20;
const BLOCK_MS = 30 * 60 * 1000;
/** How many refusals within a minute make a blacklisted account. Our guess; nobody has published the number. */
const REFUSALS_TO_BLOCK = 100;
const REFUSAL_WINDOW_MS = 60 * 1000;

/** A reply when the registry does not want to hear from this client now. */
export function createThrottle(): (now: number) => Reply | undefined {
  let taken: number[] = [];
  let refused: number[] = [];
  let blockedUntil = 0;
  return (now) => {
    if (now < blockedUntil) return registryError(403, 'DENIED', 'Not allow to login, upload or download image');
    taken = taken.filter((time) => now - time < 1000);
    if (taken.length < REQUESTS_PER_SECOND) {
      taken.push(now);
      return undefined;
    }
    refused = [...refused.filter((time) => now - time < REFUSAL_WINDOW_MS), now];
    if (refused.length >= REFUSALS_TO_BLOCK) blockedUntil = now + BLOCK_MS;
    return { status: 503 };
  };
}
