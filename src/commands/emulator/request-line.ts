import type { LoggedCall } from '../../emulator/emulator.ts';

/** 64 hex digits say no more to the eye than their first twelve. */
const DIGEST = /(sha256(?::|%3A))([\da-f]{12})[\da-f]{52}/gi;

/** What `emulator start` shows of an answered call: `10:24:05 PUT    201 /v2/team/app/manifests/v1`. */
export function requestLine({ at, method, path, status, fault }: LoggedCall): string {
  const time = new Date(at).toTimeString().slice(0, 8);
  const answer = status === 0 ? 'cut' : String(status);
  const struck = fault === undefined ? '' : ` (fault: ${fault})`;
  return `${time} ${method.padEnd(6)} ${answer} ${path.replace(DIGEST, '$1$2')}${struck}`;
}
