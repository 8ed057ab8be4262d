import { readFile } from 'node:fs/promises';
import { timedStop } from '../../base/abort.ts';
import { fail, ok, warn, type Check, type Finding } from '../../doctor/check.ts';
import { judgeClock } from '../../doctor/clock.ts';
import { checkDns, checkIpv6, checkTcp, checkTls, open, speaksNoTls, type Peer } from '../../doctor/connection.ts';
import { invalidProxy, proxyFor, type ProxyChoice } from '../../doctor/proxy.ts';
import { SwrctlError } from '../../base/errors.ts';
import { isListed } from '../../model/host.ts';
import type { Services } from '../../app/services.ts';
import type { Subject } from './subject.ts';

/** Milliseconds for finding out whether a registry speaks TLS. */
const PROBE_TIMEOUT_MS = 5000;

/** An address of the service. */
interface Endpoint {
  readonly url: URL;
  readonly peer: Peer;
  readonly isPlain: boolean;
  readonly proxy: ProxyChoice | { readonly invalid: string } | undefined;
}

/** Name, connection, certificate and clock of every host of the service, and the proxies in between. */
export async function endpointChecks(subject: Subject): Promise<Check[]> {
  const endpoints = endpointsOf(subject, await registryUrl(subject));
  const extraCa = await readExtraCa(subject);
  return [...proxyChecks(endpoints), ...endpoints.flatMap((endpoint) => checksOf(subject, endpoint, extraCa))];
}

/** Over HTTPS, unless somebody wrote HTTP, or --plain-http allows it and the registry speaks no TLS. */
async function registryUrl({ endpoints, settings, world }: Subject): Promise<string | undefined> {
  const { registry, registryScheme } = endpoints;
  if (registry === undefined) return undefined;
  const url = `${registryScheme ?? 'https'}://${registry}/v2/`;
  const isOpen = registryScheme === undefined && URL.canParse(url) && isListed(registry, settings.plainHttpHosts);
  // Behind a proxy only the proxy could find out.
  if (!isOpen || proxyFor(new URL(url), world.env) !== undefined) return url;
  const { signal, limit, release } = timedStop(world.signal);
  limit(PROBE_TIMEOUT_MS);
  const isPlain = await speaksNoTls(peerOf(new URL(url)), signal).finally(release);
  return isPlain ? `http://${registry}/v2/` : url;
}

const peerOf = ({ hostname, port, protocol }: URL): Peer => ({
  hostname,
  port: Number(port || (protocol === 'http:' ? 80 : 443)),
});

/** Each host once, the registry first. */
function endpointsOf(
  { endpoints: { endpoint, iamEndpoint }, world }: Subject,
  registry: string | undefined,
): Endpoint[] {
  const texts = [registry, endpoint, iamEndpoint];
  const urls = texts.flatMap((text) => (text !== undefined && URL.canParse(text) ? [new URL(text)] : []));
  const byHost = new Map(urls.reverse().map((url) => [url.host, url]));
  return [...byHost.values()].reverse().map((url) => ({
    url,
    peer: peerOf(url),
    isPlain: url.protocol === 'http:',
    proxy: proxyFor(url, world.env),
  }));
}

/** An unreadable file is a finding of its own check. */
async function readExtraCa({ settings }: Subject): Promise<string[]> {
  if (settings.caFile === undefined) return [];
  const text = await readFile(settings.caFile, 'utf8').catch(() => undefined);
  return text === undefined ? [] : [text];
}

function checksOf(subject: Subject, endpoint: Endpoint, extraCa: readonly string[]): Check[] {
  const { peer, url, proxy } = endpoint;
  const target = url.host;
  const clock: Check = { name: 'clock', target, run: () => checkClock(subject, endpoint) };
  // Behind a proxy the proxy looks up and connects; whether it does shows when the clock is asked for.
  if (proxy !== undefined) return [clock];
  const tls = { extraCa, isUnchecked: isUnchecked(subject, url), isPlain: endpoint.isPlain, now: subject.world.now() };
  return [
    { name: 'dns', target, run: () => checkDns(peer) },
    { name: 'tcp', target, run: (signal) => checkTcp(peer, signal) },
    { name: 'ipv6', target, run: (signal) => checkIpv6(peer, signal) },
    { name: 'tls', target, run: (signal) => checkTls(peer, tls, signal) },
    clock,
  ];
}

function isUnchecked({ settings }: Subject, { hostname, host }: URL): boolean {
  return settings.insecureHosts.some((name) => name === hostname || name === host || name === `${hostname}:443`);
}

/** Without an answer there is nothing to compare; why there is none is for the other checks, if there are any. */
async function checkClock(subject: Subject, endpoint: Endpoint): Promise<Finding> {
  const { services, world } = subject;
  if (services === undefined) return warn('Not asked: the settings cannot be read', 'Correct the settings first');
  try {
    return judgeClock(await serverTime(services, endpoint.url), world.now());
  } catch (error) {
    if (endpoint.proxy !== undefined || !(error instanceof SwrctlError)) throw error;
    return warn(`Not compared: ${error.message}`, 'Compare by hand: date -u');
  }
}

/** A registry on this machine may have another scheme than its address says. */
async function serverTime({ endpoints, registry, serverTime: ask }: Services, url: URL): Promise<Date | undefined> {
  if (url.host !== endpoints.registry) return ask(new URL('/', url));
  return ask(new URL('/v2/', (await registry(url.host).facts()).origin));
}

function proxyChecks(endpoints: readonly Endpoint[]): Check[] {
  const byProxy = new Map<string, { proxy: NonNullable<Endpoint['proxy']>; hosts: string[] }>();
  for (const { proxy, url } of endpoints) {
    if (proxy === undefined) continue;
    const key = 'invalid' in proxy ? proxy.invalid : proxy.url.host;
    const group = byProxy.get(key) ?? { proxy, hosts: [] };
    byProxy.set(key, { proxy, hosts: [...group.hosts, url.host] });
  }
  if (byProxy.size === 0) return [{ name: 'proxy', target: '', run: () => Promise.resolve(ok('No proxy is used')) }];
  return [...byProxy].map(([target, { proxy, hosts }]) => ({
    name: 'proxy',
    target,
    run: (signal) => checkProxy(proxy, hosts, signal),
  }));
}

/** Only host and port are shown: the address may hold a password. */
async function checkProxy(
  proxy: NonNullable<Endpoint['proxy']>,
  hosts: readonly string[],
  signal: AbortSignal,
): Promise<Finding> {
  if ('invalid' in proxy) {
    const { fact, hint } = invalidProxy(proxy.invalid);
    return fail(fact, hint);
  }
  const { url, variable } = proxy;
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  try {
    (await open(url.hostname.replace(/^\[|\]$/g, ''), port, signal)).destroy();
    return ok(`${variable} is used for ${hosts.join(', ')}`);
  } catch {
    return fail(
      `The proxy of ${variable} cannot be reached`,
      `Correct or remove it: unset ${variable} ${variable.toLowerCase()}`,
    );
  }
}
