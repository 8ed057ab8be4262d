import { fail, ok, warn, type Finding } from './check.ts';

/** Signatures are refused beyond this. Source: docs/reference/service.md#signing. */
const REFUSED_MINUTES = 15;
const NOTICEABLE_MINUTES = 2;
const HINT = 'Set the clock: sudo timedatectl set-ntp true';

/** Compares the clock of this machine with that of a server. */
export function judgeClock(server: Date | undefined, local: Date): Finding {
  if (server === undefined) return warn('The server does not tell its time', 'Compare by hand: date -u');
  const seconds = Math.round((local.getTime() - server.getTime()) / 1000);
  const minutes = Math.abs(seconds) / 60;
  const words = `The clock of this machine is ${amount(seconds)} ${seconds < 0 ? 'behind' : 'ahead'}`;
  if (minutes >= REFUSED_MINUTES)
    return fail(`${words}; requests are refused from ${REFUSED_MINUTES} minutes on`, HINT);
  if (minutes >= NOTICEABLE_MINUTES) return warn(words, HINT);
  return ok('The clock of this machine agrees');
}

function amount(seconds: number): string {
  const absolute = Math.abs(seconds);
  return absolute < 120 ? `${absolute} seconds` : `${Math.round(absolute / 60)} minutes`;
}
