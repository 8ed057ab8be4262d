import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createTestEmulator,
  startTestEmulator,
  type TestEmulator,
  type TestEmulatorOptions,
} from '../../support/emulator.ts';
import { enterpriseApi } from './api.ts';
import { instanceCalls, pushIndexTo, pushTo } from './pushes.ts';
import { PEOPLE, refusesAlike } from './refusals.ts';
import { registryOf } from './registry-of.ts';

const FINDINGS = `[
      { id: CVE-1, severity: low, package: zlib },
      { id: CVE-2, severity: high, package: openssl, version: '3.0', fixedVersion: '3.1' },
      { id: CVE-3, severity: medium, package: curl, version: '8' }]`;
const SEED = `instances: [{ name: main, namespaces: [{ name: team }], reports: [
  { image: team/bad, vulnerabilities: ${FINDINGS} },
  { image: 'team/{good,fine}' },
  { image: 'team/**/one', vulnerabilities: [{ id: CVE-9, severity: critical, package: glibc }] }] }]`;
const TYPE = 'application/vnd.security.vulnerability.report; version=1.1';
const PATH = { namespace_name: 'team' };

/** An emulator whose clock the test moves, and calls to it. */
async function start(options: TestEmulatorOptions = {}) {
  const emulator = await startTestEmulator({ seed: SEED, ...options });
  const api = enterpriseApi(emulator);
  const artifact = (repository: string, reference: string) => ({
    path: { ...PATH, repository_name: repository, reference },
  });
  return {
    emulator,
    api,
    ...registryOf(emulator),
    artifact,
    block: (severity: string, more: object = {}) =>
      api.call('UpdateInstanceNamespace', {
        path: PATH,
        body: { metadata: { public: 'false', prevent_vul: 'true', severity }, ...more },
      }),
    overview: async (repository: string, digest: string) => {
      const input = { ...artifact(repository, digest), query: { with_scan_overview: 'true' } };
      type Found = { scan_overview?: Record<string, Record<string, unknown>> };
      return (await api.call<Found>('ShowInstanceArtifact', input)).scan_overview?.[TYPE];
    },
    report: async (repository: string, digest: string) =>
      (
        await api.call<Record<string, Record<string, unknown>>>(
          'ListInstanceArtifactVulnerabilities',
          artifact(repository, digest),
        )
      )[TYPE],
    wait: (seconds: number) => emulator.control('clock', { advanceSeconds: seconds }),
  };
}

describe('a scan', () => {
  it('takes its time, and finds what the seed says', async () => {
    const { api, push, artifact, overview, report, wait } = await start();
    const { digest } = await push('team/bad', 'v1', 'one');
    await api.call('StartManualScanning', artifact('bad', digest));
    expect(await overview('bad', digest)).toMatchObject({ scan_status: 'Running', complete_percent: 0 });
    expect(await report('bad', digest)).toBeUndefined();
    expect(await api.refused('StartManualScanning', artifact('bad', digest))).toMatchObject({ status: 409 });
    await wait(2);
    expect(await overview('bad', digest)).toMatchObject({
      scan_status: 'Success',
      severity: 'High',
      duration: 1,
      complete_percent: 100,
      summary: { total: 3, fixable: 1, summary: { Low: 1, Medium: 1, High: 1 } },
    });
    expect(await report('bad', digest)).toMatchObject({
      severity: 'High',
      vulnerabilities: [
        { id: 'CVE-1', severity: 'Low', package: 'zlib', version: '', fix_version: '' },
        { id: 'CVE-2', severity: 'High', package: 'openssl', version: '3.0', fix_version: '3.1' },
        { id: 'CVE-3', severity: 'Medium', package: 'curl', version: '8' },
      ],
    });
    await api.call('StartManualScanning', artifact('bad', digest));
  });

  it('finds nothing in what the seed does not name, and nothing is known before it', async () => {
    const { api, push, artifact, overview, report, wait } = await start();
    const { digest } = await push('team/new', 'v1', 'one');
    expect([await overview('new', digest), await report('new', digest)]).toEqual([undefined, undefined]);
    await api.call('StartManualScanning', artifact('new', digest));
    await wait(2);
    expect(await overview('new', digest)).toMatchObject({
      severity: 'None',
      summary: { total: 0, fixable: 0, summary: {} },
    });
    expect(await report('new', digest)).toMatchObject({ severity: 'None', vulnerabilities: [] });
  });

  it('is forgotten with its version', async () => {
    const { api, push, artifact, overview, wait } = await start();
    const { digest } = await push('team/new', 'v1', 'one');
    await api.call('StartManualScanning', artifact('new', digest));
    await wait(2);
    await push('team/new', 'v2', 'one');
    expect(await overview('new', digest)).toMatchObject({ scan_status: 'Success' });
    await api.call('DeleteInstanceArtifact', artifact('new', digest));
    await push('team/new', 'v1', 'one');
    expect(await overview('new', digest)).toBeUndefined();
  });

  it('is known from the start of images that the seed names, by pattern or digest', async () => {
    const { push, overview, emulator } = await start();
    for (const name of ['bad', 'tools/one', 'one']) {
      const { digest } = await push(`team/${name}`, 'v1', name);
      expect(await overview(name, digest), name).toMatchObject({ scan_status: 'Success' });
    }
    const { digest } = await push('library/free', 'v1', 'one');
    await emulator.close();
    const again = await start({
      seed: `instances: [{ name: main, namespaces: [{ name: team }], reports: [{ image: '${digest}' }] }]`,
    });
    expect((await again.push('team/free', 'v1', 'one')).digest).toBe(digest);
    expect(await again.overview('free', digest)).toMatchObject({ severity: 'None' });
    const other = await again.push('team/free', 'v2', 'two');
    expect(await again.overview('free', other.digest)).toBeUndefined();
  });

  it('of a list is one of its images, together', async () => {
    const { api, emulator, push, pull, artifact, overview, report, wait } = await start();
    const children = await Promise.all(
      ['a', 'b'].map(async (layer) => {
        const { digest } = await push('team/bad', undefined, layer);
        return { digest, size: (await pull('team/bad', digest)).text.length };
      }),
    );
    const index = await pushIndexTo(emulator, 'team/bad', ['all'], children);
    await api.call('StartManualScanning', artifact('bad', index));
    for (const { digest } of children) expect(await overview('bad', digest)).toMatchObject({ scan_status: 'Running' });
    expect(await overview('bad', index)).toMatchObject({ scan_status: 'Running' });
    await wait(2);
    expect(await overview('bad', index)).toMatchObject({ scan_status: 'Success', summary: { total: 3 } });
    expect(await report('bad', index)).toMatchObject({ severity: 'High' });
  });

  it('is for images only', async () => {
    const { api, emulator, push, artifact } = await start();
    const { digest } = await push('team/new', 'v1', 'one');
    const subject = { mediaType: 'application/vnd.oci.image.manifest.v1+json', digest, size: 100 };
    const config = {
      mediaType: 'application/vnd.oci.empty.v1+json',
      digest: 'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',
      size: 2,
    };
    const note = await pushTo(emulator, 'team/new', [], { more: { subject, config, artifactType: 'text/plain' } });
    expect(await api.refused('StartManualScanning', artifact('new', note))).toMatchObject({ status: 400 });
  });

  it('begins on a push, where the namespace says so', async () => {
    const { api, push, overview, wait } = await start();
    await api.call('UpdateInstanceNamespace', {
      path: PATH,
      body: { metadata: { public: 'false', auto_scan: 'true' } },
    });
    const { digest } = await push('team/new', 'v1', 'one');
    expect(await overview('new', digest)).toMatchObject({ scan_status: 'Running' });
    await wait(2);
    expect(await overview('new', digest)).toMatchObject({ scan_status: 'Success' });
  });
});

const policy = (threshold: string): string =>
  `cannot be pulled due to configured policy in 'Prevent images with vulnerability severity of "${threshold}" or higher from running.'`;

describe('a pull from a namespace that blocks', () => {
  const blocked = (message: string) => ({
    status: 412,
    error: { code: 'PROJECTPOLICYVIOLATION', message: expect.stringContaining(message) as string },
  });

  it.each<{ threshold: string; status: number; shown: string }>([
    { threshold: 'none', status: 412, shown: 'None' },
    { threshold: 'low', status: 412, shown: 'Low' },
    { threshold: 'medium', status: 412, shown: 'Medium' },
    { threshold: 'high', status: 412, shown: 'High' },
    { threshold: 'critical', status: 200, shown: '' },
  ])('of an image of high severity at $threshold is $status', async ({ threshold, status, shown }) => {
    const { push, pull, block } = await start();
    const { digest } = await push('team/bad', 'v1', 'one');
    await block(threshold);
    for (const reference of ['v1', digest]) {
      const answer = await pull('team/bad', reference);
      expect(answer.status).toBe(status);
      if (status === 412)
        expect(answer).toMatchObject(blocked(`current image with 3 vulnerabilities ${policy(shown)}`));
    }
  });

  it('looks above the threshold with the quirk', async () => {
    const { push, pull, block } = await start({ quirks: { 'ee-severity-above': true } });
    await push('team/bad', 'v1', 'one');
    await block('high');
    expect((await pull('team/bad', 'v1')).status).toBe(200);
    await block('medium');
    expect((await pull('team/bad', 'v1')).status).toBe(412);
  });

  it('is refused without a report, or while there is none yet', async () => {
    const { api, artifact, push, pull, block, wait } = await start();
    const { digest } = await push('team/new', 'v1', 'one');
    await block('critical');
    const without = `current image without vulnerability scanning ${policy('Critical')}`;
    expect(await pull('team/new', 'v1')).toMatchObject(blocked(without));
    await api.call('StartManualScanning', artifact('new', digest));
    const running = `current image with "Running" status of vulnerability scanning ${policy('Critical')}`;
    expect(await pull('team/new', 'v1')).toMatchObject(blocked(running));
    await wait(2);
    expect((await pull('team/new', 'v1')).status).toBe(200);
  });

  it('lets clean images through, HEAD, and other namespaces', async () => {
    const { emulator, push, pull, block } = await start();
    await push('team/good', 'v1', 'one');
    await push('team/bad', 'v1', 'one');
    await push('library/new', 'v1', 'one');
    await block('none');
    expect((await pull('team/good', 'v1')).status).toBe(200);
    expect((await pull('library/new', 'v1')).status).toBe(200);
    const { call } = await instanceCalls(emulator, 'team/bad');
    expect((await call('HEAD', '/v2/team/bad/manifests/v1')).status).toBe(200);
  });

  it('leaves out what is allowed, until that is over', async () => {
    const { push, pull, block, wait, emulator } = await start();
    await push('team/bad', 'v1', 'one');
    const now = Date.now() / 1000;
    const allow = (cves: readonly string[], expires?: number) => ({
      cve_allowlist: {
        items: cves.map((cve_id) => ({ cve_id })),
        ...(expires === undefined ? {} : { expires_at: Math.round(expires) }),
      },
    });
    await block('medium', allow(['CVE-2']));
    expect(await pull('team/bad', 'v1')).toMatchObject(blocked('current image with 2 vulnerabilities'));
    await block('low', allow(['CVE-2', 'CVE-3']));
    expect(await pull('team/bad', 'v1')).toMatchObject(blocked('current image with 1 vulnerability cannot'));
    await block('medium', allow(['CVE-2', 'CVE-3']));
    expect((await pull('team/bad', 'v1')).status).toBe(200);
    await block('none', allow(['CVE-1', 'CVE-2', 'CVE-3'], now + 3600));
    expect((await pull('team/bad', 'v1')).status).toBe(200);
    await wait(3700);
    expect((await registryOf(emulator).pull('team/bad', 'v1')).status).toBe(412);
  });

  it('looks at the images of a list, not at the list', async () => {
    const { emulator, push, pull, block } = await start();
    const { digest } = await push('team/bad', undefined, 'one');
    const size = (await pull('team/bad', digest)).text.length;
    await pushIndexTo(emulator, 'team/bad', ['all'], [{ digest, size }]);
    await block('low');
    expect((await pull('team/bad', 'all')).status).toBe(200);
    expect((await pull('team/bad', digest)).status).toBe(412);
  });
});

it.each([
  ['another severity', '{ image: a/b, vulnerabilities: [{ id: C, severity: awful, package: p }] }'],
  ['a pattern without an end', "{ image: 'a/{b' }"],
  ['an unknown key', '{ image: a/b, colour: red }'],
])('a seed with %s is refused', async (_title, report) => {
  const seed = `instances: [{ name: main, reports: [${report}] }]`;
  await expect(createTestEmulator({ seed })).rejects.toMatchObject({ code: 'USAGE' });
});

describe('calls about scans', () => {
  let emulator: TestEmulator;
  let digest = '';
  beforeAll(async () => {
    emulator = await createTestEmulator({ seed: PEOPLE });
    ({ digest } = await registryOf(emulator).push('team/app', 'v1', 'one'));
  });
  afterAll(() => emulator.close());
  refusesAlike(
    () => emulator,
    ['StartManualScanning', 'ListInstanceArtifactVulnerabilities'],
    (id) => ({
      id,
      input: { path: { ...PATH, repository_name: 'app', reference: digest } },
      absent: [
        { path: { namespace_name: 'nowhere' }, status: 404 },
        { path: { repository_name: 'a/b' }, status: 404 },
        { path: { reference: `sha256:${'0'.repeat(64)}` }, status: 404 },
      ],
    }),
  );
});
