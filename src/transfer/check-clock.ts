import type { Finding } from '../model/finding.ts';

const MINUTE_MS = 60_000;
/** From here on the gateway refuses signed calls. 15 minutes. Source: docs/reference/service.md#signing. */
const REFUSED_MINUTES = 15;
const WARNED_MINUTES = 10;

/**
 * Judges the clock of this machine.
 *
 * @param skewMs milliseconds that it is ahead of the service's; negative when it is behind.
 * @param isSigned false for IAM tokens, which need no right time.
 */
export function checkClock(skewMs: number, isSigned: boolean): Finding[] {
  const minutes = Math.round(Math.abs(skewMs) / MINUTE_MS);
  if (Math.abs(skewMs) <= WARNED_MINUTES * MINUTE_MS) return [];
  const isRefused = isSigned && Math.abs(skewMs) > REFUSED_MINUTES * MINUTE_MS;
  const where = `${minutes} minutes ${skewMs > 0 ? 'ahead of' : 'behind'} the one of the service`;
  return [
    {
      level: isRefused ? 'blocker' : 'warning',
      check: 'clock',
      message: `the clock of this machine is ${where}; signed calls are refused from ${REFUSED_MINUTES} minutes on`,
      hint: 'Set the clock of this machine, then check again',
    },
  ];
}
