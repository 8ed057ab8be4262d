import { isIP } from 'node:net';
import { json, type Reply, type Request } from './handler.ts';
import { isLoopback } from './loopback.ts';

/** How Sec-Fetch-Site calls a person who typed the address, and a page that came from this very host and port. */
const OWN_SITES: readonly string[] = ['none', 'same-origin'];

/** No form can send it, and no page without asking first. Source: Fetch standard, "CORS-safelisted request-header". */
const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json$/;

/**
 * The refusal of a call that a browser makes for somebody's page; undefined for all others. No client of a registry or
 * an API sends `Origin`, and none can leave it out when a page writes.
 */
export function refusePage({ headers }: Request): Reply | undefined {
  const site = headers['sec-fetch-site'];
  if (headers['origin'] === undefined && (site === undefined || OWN_SITES.includes(site))) return undefined;
  return json(403, {
    error: 'the emulator does not answer to web pages',
    hint: 'Call it from a program, such as curl',
  });
}

/**
 * The refusal of a call to the emulator's own controls, which ask for no login: only for programs on this machine that
 * call it by a loopback name. A name of somebody's own could have been pointed here by a page (DNS rebinding).
 *
 * @param hostName what `--host` says: a name there is as good as a loopback name.
 */
export function refuseControl(request: Request, hostName: string): Reply | undefined {
  if (!isLoopback(request.remoteAddress)) return json(403, { error: 'only from this machine' });
  const host = nameOf(request.headers['host'] ?? '');
  const isOurs = isIP(hostName) === 0 && host === nameOf(hostName);
  if (host === undefined || (!isLoopback(host) && !isOurs)) {
    return json(403, { error: 'only by a loopback name', hint: 'Call it as 127.0.0.1 or localhost' });
  }
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type !== undefined && !JSON_TYPE.test(type)) {
    return json(403, { error: 'only JSON is taken', hint: 'Send it with: content-type: application/json' });
  }
  return undefined;
}

/** The name in a Host header as browsers read it: no port, no brackets, numbers written out. Undefined for what is none. */
function nameOf(host: string): string | undefined {
  if (!/^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d*)?$/i.test(host) || !URL.canParse(`http://${host}`)) return undefined;
  return new URL(`http://${host}`).hostname.replace(/^\[|\]$|\.$/g, '');
}
