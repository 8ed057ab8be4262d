import { describe, expect, it } from 'vitest';
import { instanceOf, siteOf, siteOptions, type Site } from '../../support/edition-sites.ts';
import { startTestEmulator, type TestEmulator } from '../../support/emulator.ts';
import {
  digestOf,
  imageManifest,
  OCI_INDEX,
  OCI_MANIFEST,
  registryCalls,
  type RegistryAnswer,
} from '../../support/registry-calls.ts';
import { enterpriseApi, type ApiInput } from './api.ts';
import { instanceCalls, pushTo } from './pushes.ts';

/** Who is let in at the registry of an instance, and what a client that discovers referrers is told there. */
const start = (): Promise<TestEmulator> => startTestEmulator(siteOptions);

const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

/** Status at `/v2/` and at the token service, as a client with this login sees them. */
async function statuses(host: string, authorization: string): Promise<[number, number]> {
  const get = async (path: string) => (await fetch(`http://${host}${path}`, { headers: { authorization } })).status;
  return [await get('/v2/'), await get('/service/token?service=harbor-registry')];
}

const LET_IN = [200, 200];
const REFUSED = [401, 401];

interface Credential {
  readonly token_id: string;
  readonly user_id: string;
  readonly auth_token: string;
  readonly expire_date: string;
}

describe('a credential', () => {
  const make = async () => {
    const emulator = await start();
    const { host } = siteOf(emulator, 'team-ci');
    const api = enterpriseApi(emulator);
    const logIn = ({ user_id, auth_token }: Credential) => statuses(host, basic(user_id, auth_token));
    return { emulator, api, logIn };
  };

  it('that was disabled, or removed, is refused', async () => {
    const { api, logIn } = await make();
    const made = await api.call<Credential>('CreateInstanceLtCredential', { body: { name: 'bot' } });
    const path = { credential_id: made.token_id };
    expect(await logIn(made)).toEqual(LET_IN);
    await api.call('UpdateInstanceLtCredential', { path, body: { enable: false } });
    expect(await logIn(made)).toEqual(REFUSED);
    await api.call('UpdateInstanceLtCredential', { path, body: { enable: true } });
    expect(await logIn(made)).toEqual(LET_IN);
    await api.call('DeleteInstanceLtCredential', { path });
    expect(await logIn(made)).toEqual(REFUSED);
  });

  it('that is temporary is refused from its end on, and not before', async () => {
    const { emulator, api, logIn } = await make();
    const made = await api.call<Credential>('CreateInstanceTempCredential');
    const left = Math.floor((Date.parse(made.expire_date) - Date.now()) / 1000);
    await emulator.control('clock', { advanceSeconds: left - 60 });
    expect(await logIn(made)).toEqual(LET_IN);
    await emulator.control('clock', { advanceSeconds: 120 });
    expect(await logIn(made)).toEqual(REFUSED);
  });

  it('keeps a token from working on when it is gone', async () => {
    const { emulator, api } = await make();
    const { host } = siteOf(emulator, 'team-ci');
    const made = await api.call<Credential>('CreateInstanceLtCredential', { body: { name: 'bot' } });
    const headers = { authorization: basic(made.user_id, made.auth_token) };
    const reply = await fetch(`http://${host}/service/token?service=harbor-registry`, { headers });
    const bearer = `Bearer ${((await reply.json()) as { token: string }).token}`;
    await emulator.control('clock', { advanceSeconds: 1801 });
    const after = await fetch(`http://${host}/v2/`, { headers: { authorization: bearer } });
    expect(after.status).toBe(401);
  });

  it('and its token are worth nothing at another registry of the same port', async () => {
    const emulator = await start();
    const [shared, first, second] = (['shared', 'team-ci', 'other'] as const).map((name) => siteOf(emulator, name));
    await pushTo(emulator, 'library/web', ['v1']);
    await pushTo(emulator, 'library/web', ['v1'], { index: 1 });
    const { host, user, password } = first as Site;
    const issued = await fetch(`http://${host}/service/token?scope=repository:library/web:pull`, {
      headers: { authorization: basic(user, password) },
    });
    const token = ((await issued.json()) as { token: string }).token;
    const at = async (one: Site | undefined, bearer: string) =>
      (await registryCalls(`http://${one?.host}`, bearer).call('GET', '/v2/library/web/tags/list')).status;
    expect(await at(first, token)).toBe(200);
    expect(await at(second, token)).toBe(401);
    expect(await at(shared, token)).toBe(401);
    const ofShared = await emulator.token(['repository:team/web:pull']);
    expect(await at(first, ofShared)).toBe(401);
    expect(await statuses(second?.host ?? '', basic(user, password))).toEqual(REFUSED);
    expect(await statuses(host, basic(shared?.user ?? '', shared?.password ?? ''))).toEqual(REFUSED);
  });
});

describe('a pull without a login', () => {
  const OPEN = 'namespaces: [{ name: open, public: true }, { name: shut }]';
  /** As docker does it: challenge, token without a login, pull. */
  const anonymous = async (host: string, repository: string): Promise<number> => {
    const issued = await fetch(`http://${host}/service/token?scope=repository:${repository}:pull`);
    const token = ((await issued.json()) as { token: string }).token;
    const calls = registryCalls(`http://${host}`, token);
    return (await calls.call('GET', `/v2/${repository}/manifests/v1`, { headers: { accept: OCI_MANIFEST } })).status;
  };

  it('takes the consent of the instance and of the namespace', async () => {
    const emulator = await startTestEmulator({ seed: `instances: [{ name: team-ci, ${OPEN} }]` });
    const { host } = instanceOf(emulator.info, 'team-ci');
    const api = enterpriseApi(emulator);
    await pushTo(emulator, 'open/web', ['v1']);
    await pushTo(emulator, 'shut/web', ['v1']);
    const seen = async () => [await anonymous(host, 'open/web'), await anonymous(host, 'shut/web')];
    expect(await seen()).toEqual([401, 401]);
    await api.call('UpdateInstanceConfiguration', { body: { anonymous_access: true } });
    expect(await seen()).toEqual([200, 401]);
    const close: ApiInput = { path: { namespace_name: 'open' }, body: { metadata: { public: 'false' } } };
    await api.call('UpdateInstanceNamespace', close);
    expect(await seen()).toEqual([401, 401]);
  });

  it('never becomes a push', async () => {
    const emulator = await startTestEmulator({ seed: `instances: [{ name: team-ci, anonymous: true, ${OPEN} }]` });
    const { host } = instanceOf(emulator.info, 'team-ci');
    const issued = await fetch(`http://${host}/service/token?scope=repository:open/web:pull,push`);
    const calls = registryCalls(`http://${host}`, ((await issued.json()) as { token: string }).token);
    expect((await calls.call('POST', '/v2/open/web/blobs/uploads/')).status).toBe(401);
  });
});

describe('discovery as oras does it', () => {
  const SBOM = 'application/vnd.example.sbom';
  const SIGNATURE = 'application/vnd.example.signature';

  interface Referrers {
    readonly mediaType: string;
    readonly manifests: readonly { digest: string; artifactType?: string; annotations?: Record<string, string> }[];
  }

  /** `oras attach`: empty config, one file, the subject; and the answer to the push. */
  async function attach(emulator: TestEmulator, subject: object, artifactType: string) {
    const calls = await instanceCalls(emulator, 'library/web');
    const file = `a file of ${artifactType}`;
    for (const blob of ['{}', file]) await calls.upload('library/web', blob);
    const base = imageManifest(OCI_MANIFEST, '{}', file) as Record<string, unknown>;
    const config = { mediaType: 'application/vnd.oci.empty.v1+json', size: 2, digest: digestOf('{}') };
    const annotations = { 'org.example.made-by': 'a test' };
    const text = JSON.stringify({ ...base, config, artifactType, subject, annotations });
    const answer = await calls.putManifest('library/web', digestOf(text), OCI_MANIFEST, text);
    return { answer, digest: digestOf(text), size: text.length };
  }

  const discover = async (emulator: TestEmulator, digest: string, query = '') => {
    const calls = await instanceCalls(emulator, 'library/web');
    const answer = await calls.call('GET', `/v2/library/web/referrers/${digest}${query}`);
    return { answer, found: JSON.parse(answer.text) as Referrers };
  };

  const subjectHeader = ({ headers }: RegistryAnswer) => headers.get('oci-subject');

  it('lists what was attached, by its type when asked', async () => {
    const emulator = await start();
    const image = await pushTo(emulator, 'library/web', ['v1']);
    const subject = { mediaType: OCI_MANIFEST, digest: image, size: 400 };
    const sbom = await attach(emulator, subject, SBOM);
    const signature = await attach(emulator, subject, SIGNATURE);
    const onSbom = await attach(emulator, { ...subject, digest: sbom.digest, size: sbom.size }, SIGNATURE);
    expect([sbom, signature].map(({ answer }) => [answer.status, subjectHeader(answer)])).toEqual([
      [201, image],
      [201, image],
    ]);
    const all = await discover(emulator, image);
    expect(all.answer.headers.get('content-type')).toBe(OCI_INDEX);
    expect(all.answer.headers.get('oci-filters-applied')).toBeNull();
    expect(all.found.manifests.map(({ digest }) => digest).sort()).toEqual([sbom.digest, signature.digest].sort());
    const some = await discover(emulator, image, `?artifactType=${encodeURIComponent(SBOM)}`);
    expect(some.answer.headers.get('oci-filters-applied')).toBe('artifactType');
    expect(some.found).toMatchObject({
      mediaType: OCI_INDEX,
      manifests: [{ digest: sbom.digest, artifactType: SBOM, annotations: { 'org.example.made-by': 'a test' } }],
    });
    expect(some.found.manifests).toHaveLength(1);
    expect((await discover(emulator, sbom.digest)).found.manifests).toMatchObject([{ digest: onSbom.digest }]);
  });

  it('finds nothing as an empty index, and remembers what was attached before the image came', async () => {
    const emulator = await start();
    const image = await pushTo(emulator, 'library/other', ['v1']);
    expect((await discover(emulator, image)).found).toMatchObject({ mediaType: OCI_INDEX, manifests: [] });
    const early = await attach(emulator, { mediaType: OCI_MANIFEST, digest: image, size: 400 }, SBOM);
    expect(subjectHeader(early.answer)).toBe(image);
    expect((await discover(emulator, image)).found.manifests).toMatchObject([{ digest: early.digest }]);
    const calls = await instanceCalls(emulator, 'library/web');
    await calls.call('DELETE', `/v2/library/web/manifests/${early.digest}`);
    expect((await discover(emulator, image)).found.manifests).toEqual([]);
  });

  it('says nothing of a subject where there is none, nor in another repository or instance', async () => {
    const emulator = await start();
    const image = await pushTo(emulator, 'library/web', ['v1']);
    await pushTo(emulator, 'library/web', ['v1'], { index: 1 });
    await attach(emulator, { mediaType: OCI_MANIFEST, digest: image, size: 400 }, SBOM);
    const plain = await instanceCalls(emulator, 'library/web');
    const again = await plain.call('HEAD', '/v2/library/web/manifests/v1');
    expect(again.headers.get('oci-subject')).toBeNull();
    for (const [repository, index] of [
      ['library/other', 0],
      ['library/web', 1],
    ] as const) {
      await pushTo(emulator, repository, ['v2'], { index });
      const calls = await instanceCalls(emulator, repository, index);
      const list = await calls.call('GET', `/v2/${repository}/referrers/${image}`);
      expect((JSON.parse(list.text) as Referrers).manifests).toEqual([]);
    }
    const bad = await plain.call('GET', '/v2/library/web/referrers/sha256:short');
    expect(bad).toMatchObject({ status: 400, error: { code: 'DIGEST_INVALID' } });
  });
});
