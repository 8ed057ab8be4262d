import { describe, expect } from 'vitest';
import { QUIRKS } from '../../src/emulator/domain/quirks.ts';
import { startTestEmulator } from '../support/emulator.ts';
import { itWith } from '../support/peers.ts';
import {
  digestOf,
  DOCKER_LIST,
  DOCKER_MANIFEST,
  imageManifest,
  manifestList,
  OCI_INDEX,
  OCI_MANIFEST,
  registryCalls,
  withDigest,
  type RegistryAnswer,
  type RegistryCalls,
} from '../support/registry-calls.ts';
import { startRegistryServer } from '../support/registry-server.ts';

const LAYER = 'a layer, as far as a registry can tell';
const CONFIG = '{"architecture":"amd64","os":"linux"}';
const MISSING = digestOf('never uploaded');
const OCTETS = { 'content-type': 'application/octet-stream' };
const R = '/v2/team/app';

const docker = imageManifest(DOCKER_MANIFEST, CONFIG, LAYER);
const oci = imageManifest(OCI_MANIFEST, CONFIG, LAYER);
const dockerDigest = digestOf(JSON.stringify(docker));
const list = manifestList(DOCKER_LIST, [{ type: DOCKER_MANIFEST, manifest: docker }]);
const armList = manifestList(DOCKER_LIST, [{ type: DOCKER_MANIFEST, manifest: docker, architecture: 'arm64' }]);
const index = manifestList(OCI_INDEX, [{ type: OCI_MANIFEST, manifest: oci }]);
const listDigest = digestOf(JSON.stringify(list));
const ociDigest = digestOf(JSON.stringify(oci));

type Step = readonly [name: string, run: (calls: RegistryCalls) => Promise<RegistryAnswer>];

const get =
  (path: string, headers: Record<string, string> = {}): Step[1] =>
  (calls) =>
    calls.call('GET', path, { headers });
const head =
  (path: string, headers: Record<string, string> = {}): Step[1] =>
  (calls) =>
    calls.call('HEAD', path, { headers });
const start = async (calls: RegistryCalls): Promise<string> =>
  (await calls.call('POST', `${R}/blobs/uploads/`)).headers.get('location') ?? '';
const patched = async (calls: RegistryCalls, body: string): Promise<string> =>
  (await calls.call('PATCH', await start(calls), { body, headers: OCTETS })).headers.get('location') ?? '';

/** Calls in order; each sees what the ones before left behind. */
const steps: readonly Step[] = [
  ['base', get('/v2/')],
  ['tags of nothing', get(`${R}/tags/list`)],
  ['manifest of nothing', get(`${R}/manifests/v1`)],
  ['blob of nothing', get(`${R}/blobs/${MISSING}`)],
  ['HEAD of a blob of nothing', head(`${R}/blobs/${MISSING}`)],
  ['malformed digest', get(`${R}/blobs/sha256:abc`)],
  ['start of an upload', (calls) => calls.call('POST', `${R}/blobs/uploads/`)],
  ['state of a new upload', async (calls) => calls.call('GET', await start(calls))],
  ['PATCH', async (calls) => calls.call('PATCH', await start(calls), { body: LAYER, headers: OCTETS })],
  ['state after a PATCH', async (calls) => calls.call('GET', await patched(calls, LAYER))],
  ['PUT without a digest', async (calls) => calls.call('PUT', await patched(calls, LAYER))],
  ['PUT with the wrong digest', async (calls) => calls.call('PUT', withDigest(await patched(calls, LAYER), MISSING))],
  ['PUT after PATCH', async (calls) => calls.call('PUT', withDigest(await patched(calls, LAYER), digestOf(LAYER)))],
  [
    'PUT with the last bytes',
    async (calls) =>
      calls.call('PUT', withDigest(await patched(calls, CONFIG.slice(0, 5)), digestOf(CONFIG)), {
        body: CONFIG.slice(5),
        headers: OCTETS,
      }),
  ],
  ['cancel', async (calls) => calls.call('DELETE', await start(calls))],
  [
    'upload that is over',
    async (calls) => {
      const location = await start(calls);
      await calls.call('DELETE', location);
      return calls.call('GET', location);
    },
  ],
  ['HEAD of a blob', head(`${R}/blobs/${digestOf(LAYER)}`)],
  ['blob', get(`${R}/blobs/${digestOf(LAYER)}`)],
  ['middle of a blob', get(`${R}/blobs/${digestOf(LAYER)}`, { range: 'bytes=2-4' })],
  ['end of a blob', get(`${R}/blobs/${digestOf(LAYER)}`, { range: 'bytes=-4' })],
  ['more than is there', get(`${R}/blobs/${digestOf(LAYER)}`, { range: 'bytes=4-4000' })],
  ['unchanged blob', get(`${R}/blobs/${digestOf(LAYER)}`, { 'if-none-match': `"${digestOf(LAYER)}"` })],
  ['mount', (calls) => calls.call('POST', `/v2/team/other/blobs/uploads/?mount=${digestOf(LAYER)}&from=team/app`)],
  ['mount of nothing', (calls) => calls.call('POST', `/v2/team/other/blobs/uploads/?mount=${MISSING}&from=team/app`)],
  ['manifest', (calls) => calls.putManifest('team/app', 'v1', DOCKER_MANIFEST, docker)],
  ['manifest by digest', (calls) => calls.putManifest('team/app', dockerDigest, DOCKER_MANIFEST, docker)],
  ['manifest by a wrong digest', (calls) => calls.putManifest('team/app', MISSING, DOCKER_MANIFEST, docker)],
  ['manifest with a wrong type', (calls) => calls.putManifest('team/app', 'v2', OCI_MANIFEST, docker)],
  ['manifest that is text', (calls) => calls.putManifest('team/app', 'v2', 'text/plain', docker)],
  ['manifest that is cut', (calls) => calls.putManifest('team/app', 'v2', DOCKER_MANIFEST, '{')],
  [
    'manifest with a missing layer',
    (calls) => calls.putManifest('team/app', 'v2', DOCKER_MANIFEST, imageManifest(DOCKER_MANIFEST, CONFIG, 'missing')),
  ],
  ['OCI manifest', (calls) => calls.putManifest('team/app', 'oci', OCI_MANIFEST, oci)],
  ['list', (calls) => calls.putManifest('team/app', 'list', DOCKER_LIST, list)],
  ['list without amd64', (calls) => calls.putManifest('team/app', 'arm', DOCKER_LIST, armList)],
  ['OCI index', (calls) => calls.putManifest('team/app', 'index', OCI_INDEX, index)],
  [
    'list with a missing image',
    (calls) =>
      calls.putManifest(
        'team/app',
        'v2',
        DOCKER_LIST,
        manifestList(DOCKER_LIST, [{ type: DOCKER_MANIFEST, manifest: {} }]),
      ),
  ],
  ...['v1', 'oci', 'list', 'arm', 'index', dockerDigest, listDigest, ociDigest, MISSING].flatMap((key): Step[] => [
    ...[DOCKER_MANIFEST, DOCKER_LIST, OCI_MANIFEST, OCI_INDEX].map((accept): Step => [
      `HEAD of ${key} with Accept ${accept}`,
      head(`${R}/manifests/${key}`, { accept }),
    ]),
    [
      `GET of ${key} with all types`,
      get(`${R}/manifests/${key}`, {
        accept: [DOCKER_MANIFEST, DOCKER_LIST, OCI_MANIFEST, OCI_INDEX].join(', '),
      }),
    ],
  ]),
  ['unchanged manifest', get(`${R}/manifests/v1`, { accept: DOCKER_MANIFEST, 'if-none-match': `"${dockerDigest}"` })],
  ['delete by tag', (calls) => calls.call('DELETE', `${R}/manifests/v1`)],
  ['delete by digest', (calls) => calls.call('DELETE', `${R}/manifests/${dockerDigest}`)],
  ['delete again', (calls) => calls.call('DELETE', `${R}/manifests/${dockerDigest}`)],
  ['tag of what was deleted', get(`${R}/manifests/v1`, { accept: DOCKER_MANIFEST })],
  ['wrong method', (calls) => calls.call('PUT', `${R}/blobs/${digestOf(LAYER)}`)],
  ['delete a blob', (calls) => calls.call('DELETE', `${R}/blobs/${digestOf(LAYER)}`)],
  ['delete a blob again', (calls) => calls.call('DELETE', `${R}/blobs/${digestOf(LAYER)}`)],
];

const COMPARED = [
  ...['docker-content-digest', 'content-range', 'range', 'accept-ranges', 'etag', 'docker-distribution-api-version'],
  'allow',
];

/**
 * Where we mean to differ: schema 2 goes to everybody, as on the real service (distribution would want to make
 * schema 1 of it and fails), which also shows on lists.
 */
const isMeantToDiffer = (name: string): boolean =>
  /^HEAD of (?:v1|list) with Accept .*(?:list|oci)/.test(name) && !/^HEAD of list with Accept .*list\.v2/.test(name);

function summarize(origin: string, { status, headers, error, text }: RegistryAnswer): unknown {
  const kept = COMPARED.map((name) => [name, headers.get(name)?.split(', ').sort().join(', ')]);
  const location = headers
    .get('location')
    ?.replace(origin, '')
    .replace(/[0-9a-f-]{36}\?_state=.*/, 'UUID?_state=…');
  const type = status < 300 && text !== '' ? headers.get('content-type')?.replace(/; ?charset=.*/, '') : undefined;
  return {
    status,
    code: error.code,
    location,
    type,
    hasUpload: headers.has('docker-upload-uuid'),
    ...Object.fromEntries(kept),
  };
}

describe('the emulator without quirks and CNCF distribution', () => {
  itWith('docker-registry')('give the same answers to the same calls', async () => {
    const quirks = Object.fromEntries(QUIRKS.map(({ name }) => [name, false]));
    const emulator = await startTestEmulator({ quirks, organizations: ['team'] });
    const real = await startRegistryServer();
    const token = await emulator.token(['team/app', 'team/other'].map((name) => `repository:${name}:pull,push,delete`));
    const ours = registryCalls(emulator.url, token);
    const theirs = registryCalls(real);
    const differences: unknown[] = [];
    for (const [name, run] of steps) {
      const [a, b] = [summarize(emulator.url, await run(ours)), summarize(real, await run(theirs))];
      if (JSON.stringify(a) !== JSON.stringify(b) && !isMeantToDiffer(name))
        differences.push({ name, ours: a, theirs: b });
    }
    expect(differences).toEqual([]);
  });
});
