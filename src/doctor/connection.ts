import { DAY_MS } from '../base/time.ts';
import { lookup, type LookupAddress } from 'node:dns';
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls, rootCertificates, type DetailedPeerCertificate, type TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import { isNotTls, rootCode } from '../http/failure.ts';
import { isLoopback } from '../http/dispatcher.ts';
import { systemCode } from '../base/errors.ts';
import { fail, ok, warn, type Finding } from './check.ts';

/** One address that swrctl talks to, as a connection sees it. */
export interface Peer {
  readonly hostname: string;
  readonly port: number;
}

const lookupAll = promisify(lookup) as (host: string, options: { all: true }) => Promise<LookupAddress[]>;
const bare = (hostname: string): string => hostname.replace(/^\[|\]$/g, '');
/** Days before the end of a certificate from which on it is worth a word. */
const SOON_DAYS = 14;

/** The addresses of a host. @throws a Node system error when it has none. */
async function addressesOf(hostname: string): Promise<LookupAddress[]> {
  return lookupAll(bare(hostname), { all: true });
}

export async function checkDns({ hostname }: Peer): Promise<Finding> {
  if (isIP(bare(hostname)) !== 0) return ok('An address, no name to look up');
  try {
    const addresses = await addressesOf(hostname);
    return ok(addresses.map(({ address }) => address).join(', '));
  } catch (error) {
    const hint = `Check the region and the DNS of this machine: getent hosts ${hostname}`;
    return fail(`${hostname} cannot be looked up (${systemCode(error) ?? 'unknown'})`, hint);
  }
}

export async function checkTcp({ hostname, port }: Peer, signal: AbortSignal): Promise<Finding> {
  try {
    (await open(bare(hostname), port, signal)).destroy();
    return ok(`Port ${port} is open`);
  } catch (error) {
    if (isUnknownHost(error)) return notTried(hostname);
    const hint = `Let the firewall allow ${hostname}:${port}, or set HTTPS_PROXY`;
    return fail(`${hostname}:${port} cannot be reached (${systemCode(error) ?? 'no answer'})`, hint);
  }
}

/** What has its cause elsewhere is no failure of its own. */
const isUnknownHost = (error: unknown): boolean => ['ENOTFOUND', 'EAI_AGAIN'].includes(systemCode(error) ?? '');

const isUnconnected = (error: unknown): boolean =>
  ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'].includes(systemCode(error) ?? '');

const notTried = (hostname: string): Finding =>
  warn('Not tried: the name cannot be looked up', `Check the DNS of this machine: getent hosts ${hostname}`);

/** A host with IPv6 addresses that lead nowhere makes every connection slow. */
export async function checkIpv6({ hostname, port }: Peer, signal: AbortSignal): Promise<Finding> {
  const addresses = await addressesOf(hostname).catch(() => []); // the look-up is a check of its own
  if (addresses.length === 0) return notTried(hostname);
  const sixth = addresses.find(({ family }) => family === 6)?.address;
  if (sixth === undefined) return ok(`${hostname} has no IPv6 address, IPv4 is used`);
  try {
    (await open(sixth, port, signal)).destroy();
    return ok(`${sixth} answers`);
  } catch (error) {
    const fact = `${hostname} has the IPv6 address ${sixth}, which cannot be reached (${systemCode(error) ?? 'no answer'})`;
    const isOnly = addresses.every(({ family }) => family === 6);
    if (isOnly) return fail(fact, 'Give this machine an IPv6 route, or use a proxy that has one');
    return warn(fact, 'Prefer IPv4: export NODE_OPTIONS=--dns-result-order=ipv4first');
  }
}

export function open(host: string, port: number, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, signal });
    socket.once('connect', () => resolve(socket)).once('error', reject);
  });
}

export interface TlsOptions {
  /** PEM text of further certificate authorities. */
  readonly extraCa: readonly string[];
  /** True: swrctl was told not to check this host. */
  readonly isUnchecked: boolean;
  /** True: plain HTTP is used, because somebody wrote it or because --plain-http allows it here. */
  readonly isPlain: boolean;
  readonly now: Date;
}

/** The handshake and the certificate chain. */
export async function checkTls(peer: Peer, options: TlsOptions, signal: AbortSignal): Promise<Finding> {
  const { hostname, port } = peer;
  if (options.isPlain && !isLoopback(hostname)) {
    const hint = `Let ${hostname} speak TLS, then run: swrctl login https://${hostname}`;
    return warn(`${hostname} is used over plain HTTP: logins can be read on the way`, hint);
  }
  try {
    const socket = await openTls(peer, options.extraCa, signal);
    const finding = judge(socket, hostname, options);
    socket.destroy();
    return finding;
  } catch (error) {
    if (isNotTls(error) && isLoopback(hostname)) return ok('Plain HTTP, which is fine on this machine');
    if (isNotTls(error)) return fail(`${hostname}:${port} does not speak TLS`, 'Check the address and the port');
    if (isUnknownHost(error)) return notTried(hostname);
    if (isUnconnected(error))
      return warn('Not tried: there is no connection', `Let the firewall allow ${hostname}:${port}`);
    const hint = `Look at it with: openssl s_client -connect ${hostname}:${port} -servername ${hostname}`;
    return fail(`No TLS connection to ${hostname}:${port} (${systemCode(error) ?? 'no answer'})`, hint);
  }
}

/** True where something answers without TLS, or nothing listens at all; a host that is not found out may well have it. */
export async function speaksNoTls(peer: Peer, signal: AbortSignal): Promise<boolean> {
  try {
    (await openTls(peer, [], signal)).destroy();
    return false;
  } catch (error) {
    return isNotTls(error) || rootCode(error) === 'ECONNREFUSED';
  }
}

/** Connects whatever the certificate says: it is judged afterwards, and nothing is sent. */
function openTls({ hostname, port }: Peer, extraCa: readonly string[], signal: AbortSignal): Promise<TLSSocket> {
  const host = bare(hostname);
  return new Promise((resolve, reject) => {
    const socket = connectTls({
      host,
      port,
      rejectUnauthorized: false,
      ...(isIP(host) === 0 ? { servername: host } : {}),
      ...(extraCa.length > 0 ? { ca: [...rootCertificates, ...extraCa] } : {}),
    });
    const stop = (): void => void socket.destroy(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
    socket.once('close', () => signal.removeEventListener('abort', stop));
    socket.once('secureConnect', () => resolve(socket)).once('error', reject);
  });
}

function judge(socket: TLSSocket, hostname: string, { isUnchecked, now }: TlsOptions): Finding {
  const certificate = socket.getPeerCertificate(true);
  const issuer = rootOf(certificate);
  if (!socket.authorized && !isUnchecked) {
    const code = codeOf(socket.authorizationError);
    return fail(
      `The certificate of ${hostname} is not accepted (${code}); issued by ${issuer}`,
      certificateHint(code, hostname),
    );
  }
  if (isUnchecked) return warn(`The certificate of ${hostname} is not checked`, 'Leave --insecure out');
  const end = new Date(certificate.valid_to);
  const facts = `${socket.getProtocol() ?? 'TLS'}, issued by ${issuer}, good until ${end.toISOString().slice(0, 10)}`;
  const isSoon = end.getTime() - now.getTime() < SOON_DAYS * DAY_MS;
  return isSoon ? warn(facts, `Tell the operator of ${hostname}`) : ok(facts);
}

function rootOf(certificate: DetailedPeerCertificate): string {
  let top = certificate;
  const seen = new Set<string>();
  // At the root the issuer is the certificate itself; a chain without its root just ends.
  for (let next = top.issuerCertificate as DetailedPeerCertificate | undefined; next !== undefined;) {
    if (seen.has(next.fingerprint256)) break;
    seen.add(next.fingerprint256);
    top = next;
    next = next.issuerCertificate;
  }
  const { O: organization, CN: name } = top.issuer;
  return [organization, name].flat().find((part) => part !== undefined && part !== '') ?? 'somebody unnamed';
}

/** Node gives a code where its types say Error. */
function codeOf(error: unknown): string {
  return typeof error === 'string'
    ? error
    : (systemCode(error) ?? (error instanceof Error ? error.message : 'unknown'));
}

function certificateHint(code: string, hostname: string): string {
  if (/EXPIRED|NOT_YET_VALID/.test(code)) return 'Check the clock of this machine: date -u';
  if (/ALTNAME|HOSTNAME/.test(code)) return 'Check the address: the certificate is for another name';
  return `Is there a proxy that opens TLS? Give its CA: swrctl doctor --ca-file FILE (or --insecure ${hostname})`;
}
