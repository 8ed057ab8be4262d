import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runChecks, ok, type Check } from '../../src/doctor/check.ts';
import { judgeClock } from '../../src/doctor/clock.ts';
import { checkDns, checkIpv6, checkTcp, checkTls } from '../../src/doctor/connection.ts';
import { checkCaFile, checkFolderModes } from '../../src/doctor/files.ts';
import { findOnPath } from '../../src/commands/shared/find-on-path.ts';
import { proxyFor } from '../../src/doctor/proxy.ts';
import { SwrctlError } from '../../src/base/errors.ts';
import { makeCertificate } from '../support/certificate.ts';
import { startServer, status } from '../support/scripted-server.ts';
import { tempDir } from '../support/temp-dir.ts';

const signal = new AbortController().signal;
const NOW = new Date('2026-11-21T12:00:00Z');
const peerOf = (origin: string) => ({ hostname: new URL(origin).hostname, port: Number(new URL(origin).port) });
const containing = (text: string) => expect.stringContaining(text) as string;

describe('runChecks', () => {
  const check = (run: Check['run'], timeoutMs?: number): Check => ({
    ...{ name: 'one', target: 'here', run },
    ...(timeoutMs ? { timeoutMs } : {}),
  });

  it('turns what a check throws into a failure with its hint', async () => {
    const error = new SwrctlError('AUTH_DENIED', 'No', { hint: 'Ask', service: { text: 'because' } });
    const found = await runChecks(
      [check(() => Promise.reject(error)), check(() => Promise.resolve(ok('fine')))],
      signal,
    );
    expect(found).toEqual([
      { check: 'one', target: 'here', status: 'fail', message: 'No: because', hint: 'Ask' },
      { check: 'one', target: 'here', status: 'ok', message: 'fine' },
    ]);
  });

  it('does not wait for a check that never ends', async () => {
    const [found] = await runChecks([check(() => new Promise(() => undefined), 20)], signal);
    expect(found).toMatchObject({ status: 'fail', message: containing('No answer within') });
  });

  it('stops when it is interrupted', async () => {
    const stop = new AbortController();
    const running = runChecks([check(() => new Promise(() => undefined))], stop.signal);
    stop.abort(new SwrctlError('INTERRUPTED', 'stopped'));
    await expect(running).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });
});

describe('checkTls', () => {
  const options = { extraCa: [], isUnchecked: false, isPlain: false, now: new Date() };
  const tlsServer = async (name?: string) => {
    const certificate = await makeCertificate(name);
    const { origin } = await startServer(status(200), { tls: certificate });
    return { peer: peerOf(origin), certificate };
  };

  it('refuses a certificate that nobody vouches for, and says how to trust it', async () => {
    const { peer } = await tlsServer();
    const found = await checkTls(peer, options, signal);
    expect(found).toMatchObject({ status: 'fail', message: containing('DEPTH_ZERO_SELF_SIGNED_CERT') });
    expect(found.hint).toContain('--ca-file');
  });

  it('accepts it with its CA, and warns because it ends soon', async () => {
    const { peer, certificate } = await tlsServer();
    const found = await checkTls(peer, { ...options, extraCa: [certificate.cert] }, signal);
    expect(found).toMatchObject({ status: 'warn', message: containing('good until 20') });
  });

  it('refuses a certificate for another name', async () => {
    const { peer, certificate } = await tlsServer('other.example');
    const found = await checkTls(peer, { ...options, extraCa: [certificate.cert] }, signal);
    expect(found).toMatchObject({ status: 'fail', hint: containing('another name') });
  });

  it('warns where the check is switched off', async () => {
    const { peer } = await tlsServer();
    expect(await checkTls(peer, { ...options, isUnchecked: true }, signal)).toMatchObject({ status: 'warn' });
  });

  it('takes plain HTTP on this machine, and warns of it elsewhere', async () => {
    const { origin } = await startServer(status(200));
    expect(await checkTls(peerOf(origin), options, signal)).toMatchObject({ status: 'ok' });
    const remote = { hostname: 'registry.example', port: 80 };
    expect(await checkTls(remote, { ...options, isPlain: true }, signal)).toMatchObject({ status: 'warn' });
  });

  it('is not to blame where nobody listens, and fails where somebody hangs up', async () => {
    expect(await checkTls({ hostname: '127.0.0.1', port: 1 }, options, signal)).toMatchObject({ status: 'warn' });
    const server = createServer((socket) => void socket.destroy()).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const found = await checkTls({ hostname: '127.0.0.1', port }, options, signal);
    expect(found).toMatchObject({ status: 'fail', message: containing('ECONNRESET') });
  });
});

describe('checkTcp, checkDns and checkIpv6', () => {
  it('tell an open port from a closed one', async () => {
    const { origin } = await startServer(status(200));
    expect(await checkTcp(peerOf(origin), signal)).toMatchObject({ status: 'ok' });
    const closed = await checkTcp({ hostname: '127.0.0.1', port: 1 }, signal);
    expect(closed).toMatchObject({ status: 'fail', hint: containing('127.0.0.1:1') });
  });

  it('tell a name that there is from one that there is not', async () => {
    expect(await checkDns({ hostname: 'localhost', port: 1 })).toMatchObject({ status: 'ok' });
    expect(await checkDns({ hostname: 'nowhere.invalid', port: 1 })).toMatchObject({ status: 'fail' });
    expect(await checkDns({ hostname: '[::1]', port: 1 })).toMatchObject({ status: 'ok' });
    for (const check of [checkTcp, checkIpv6]) {
      const found = await check({ hostname: 'nowhere.invalid', port: 1 }, signal);
      expect(found).toMatchObject({ status: 'warn', message: containing('Not tried') });
    }
  });

  it('fail for a host that has nothing but an IPv6 address that leads nowhere', async () => {
    expect(await checkIpv6({ hostname: '[::1]', port: 1 }, signal)).toMatchObject({ status: 'fail' });
    expect(await checkIpv6({ hostname: '127.0.0.1', port: 1 }, signal)).toMatchObject({ status: 'ok' });
  });
});

describe('judgeClock', () => {
  it.each([
    { seconds: 30, verdict: 'ok', says: 'agrees' },
    { seconds: -119, verdict: 'ok', says: 'agrees' },
    { seconds: 180, verdict: 'warn', says: '3 minutes ahead' },
    { seconds: -899, verdict: 'warn', says: '15 minutes behind' },
    { seconds: 900, verdict: 'fail', says: '15 minutes ahead' },
  ])('says $verdict for $seconds s', ({ seconds, verdict, says }) => {
    const found = judgeClock(NOW, new Date(NOW.getTime() + seconds * 1000));
    expect(found).toMatchObject({ status: verdict, message: containing(says) });
  });

  it('warns when a server tells no time', () => {
    expect(judgeClock(undefined, NOW)).toMatchObject({ status: 'warn' });
  });
});

describe('proxyFor', () => {
  const env = { HTTPS_PROXY: 'proxy.example:3128', http_proxy: 'http://u:p@plain.example' };

  it.each([
    { url: 'https://swr.example', no: '', proxy: 'proxy.example:3128' },
    { url: 'http://swr.example', no: '', proxy: 'plain.example' },
    { url: 'https://127.0.0.1:5050', no: '', proxy: undefined },
    { url: 'https://localhost', no: '', proxy: undefined },
    { url: 'https://swr.example', no: 'swr.example', proxy: undefined },
    { url: 'https://swr.example', no: 'other.example, .example', proxy: undefined },
    { url: 'https://swr.example', no: '*.example', proxy: undefined },
    { url: 'https://swr.example', no: '*', proxy: undefined },
    { url: 'https://swr.example', no: 'example', proxy: 'proxy.example:3128' },
    { url: 'https://swr.example:8443', no: 'swr.example:443', proxy: 'proxy.example:3128' },
    { url: 'https://swr.example', no: 'swr.example:443', proxy: undefined },
  ])('finds $proxy for $url with NO_PROXY=$no', ({ url, no, proxy }) => {
    const found = proxyFor(new URL(url), { ...env, NO_PROXY: no });
    expect(found && 'url' in found ? found.url.host : undefined).toBe(proxy);
  });

  it('names the variable whose value is no address', () => {
    expect(proxyFor(new URL('https://a.example'), { HTTPS_PROXY: 'http://' })).toEqual({ invalid: 'HTTPS_PROXY' });
  });
});

describe('files', () => {
  const isSecret = (path: string): boolean => path.startsWith('secrets');
  const folderWith = async (folderMode: number, fileMode: number): Promise<string> => {
    const folder = join(await tempDir(), 'swrctl');
    await mkdir(join(folder, 'secrets'), { recursive: true });
    await writeFile(join(folder, 'secrets', 'a.json'), '{}');
    await chmod(join(folder, 'secrets', 'a.json'), fileMode);
    await chmod(folder, folderMode);
    return folder;
  };

  it.each([
    { folder: 0o700, file: 0o600, verdict: 'ok' },
    { folder: 0o700, file: 0o644, verdict: 'warn' },
    { folder: 0o755, file: 0o600, verdict: 'warn' },
    { folder: 0o750, file: 0o640, verdict: 'fail' },
  ])('of mode $file in a folder of mode $folder are $verdict', async ({ folder, file, verdict }) => {
    const path = await folderWith(folder, file);
    const found = await checkFolderModes(path, isSecret);
    expect(found.status).toBe(verdict);
    if (verdict !== 'ok') expect(found.hint).toContain(`chmod -R go= '${path}'`);
  });

  it('that are not there are fine', async () => {
    expect(await checkFolderModes(join(await tempDir(), 'none'), isSecret)).toMatchObject({ status: 'ok' });
  });

  it('with certificates are read, and others named', async () => {
    const folder = await tempDir();
    const { certPath } = await makeCertificate();
    await writeFile(join(folder, 'empty'), 'no');
    const damaged = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
    await writeFile(join(folder, 'damaged'), damaged);
    const check = (path: string, now = new Date()) => checkCaFile(path, '--ca-file', now);
    expect(await check(certPath)).toMatchObject({ status: 'ok' });
    expect(await check(certPath, new Date('2040-01-01'))).toMatchObject({ status: 'warn' });
    for (const name of ['empty', 'damaged', 'none']) {
      expect(await check(join(folder, name))).toMatchObject({ status: 'fail', message: containing(folder) });
    }
  });

  it('are found on the PATH only when they can be run', async () => {
    const folder = await tempDir();
    await writeFile(join(folder, 'tool'), '');
    expect(await findOnPath('tool', `/nowhere:${folder}`)).toBeUndefined();
    await chmod(join(folder, 'tool'), 0o755);
    expect(await findOnPath('tool', `/nowhere:${folder}`)).toBe(join(folder, 'tool'));
  });
});
