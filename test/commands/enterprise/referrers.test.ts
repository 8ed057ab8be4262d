import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dockerSave, testImage } from '../../support/archives.ts';
import { startRegistryServer } from '../../support/registry-server.ts';
import { instanceCalls } from '../../emulator/enterprise/pushes.ts';
import { OCI_MANIFEST } from '../../support/registry-calls.ts';
import { openInstanceShell } from './instance-shell.ts';

const digestOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;

/** An image in the instance that a signature refers to, and a signature of the signature. */
async function open() {
  const shell = await openInstanceShell();
  await shell.save('app.tar', dockerSave(testImage({ texts: ['one'] })));
  const { stdout } = await shell.run(['push', 'app.tar', 'library/app:v1']);
  const subject = /@(sha256:[0-9a-f]{64})/.exec(stdout)?.[1] ?? '';
  const calls = await instanceCalls(shell.emulator, 'library/app');
  await calls.upload('library/app', '{}');
  const refer = async (to: string, note: string): Promise<string> => {
    const manifest = {
      ...{ schemaVersion: 2, mediaType: OCI_MANIFEST, artifactType: 'application/vnd.example.signature' },
      config: { mediaType: 'application/vnd.oci.empty.v1+json', digest: digestOf('{}'), size: 2 },
      layers: [{ mediaType: 'application/vnd.oci.empty.v1+json', digest: digestOf('{}'), size: 2 }],
      subject: { mediaType: OCI_MANIFEST, digest: to, size: 1 },
      annotations: { note },
    };
    const digest = digestOf(JSON.stringify(manifest));
    const reply = await calls.putManifest('library/app', digest, OCI_MANIFEST, manifest);
    if (reply.status !== 201) throw new Error(reply.text);
    return digest;
  };
  const signature = await refer(subject, 'of the image');
  const second = await refer(signature, 'of the signature');
  return { ...shell, subject, signature, second };
}

const listOf = async (origin: string, repository: string, tag: string): Promise<string[]> => {
  const reply = await fetch(`${origin}/v2/${repository}/manifests/${tag}`, {
    headers: { accept: 'application/vnd.oci.image.index.v1+json' },
  });
  if (!reply.ok) return [];
  return ((await reply.json()) as { manifests: { digest: string }[] }).manifests.map(({ digest }) => digest);
};

const tagOf = (digest: string): string => digest.replace(':', '-');

describe('--referrers', () => {
  it('copies what refers to an image, and keeps a list where the registry has none', async () => {
    const { run, subject, signature, second } = await open();
    const origin = await startRegistryServer();
    const target = `${origin.replace('http://', '')}/mirror/app`;
    const plain = await run(['copy', 'library/app:v1', `${target}:plain`]);
    expect(plain.exitCode, plain.stderr).toBe(0);
    expect(await listOf(origin, 'mirror/app', tagOf(subject))).toEqual([]);
    const { stderr, exitCode } = await run(['copy', 'library/app:v1', `${target}:v1`, '--referrers']);
    expect(exitCode, stderr).toBe(0);
    expect(await listOf(origin, 'mirror/app', tagOf(subject))).toEqual([signature]);
    expect(await listOf(origin, 'mirror/app', tagOf(signature))).toEqual([second]);
    expect((await run(['copy', 'library/app:v1', `${target}:v1`, '--referrers'])).exitCode).toBe(0);
    expect(await listOf(origin, 'mirror/app', tagOf(subject))).toEqual([signature]);
  });

  it('finds them by the list under the tag, on the way back', async () => {
    const { run, emulator, subject, signature, second } = await open();
    const origin = await startRegistryServer();
    const mirror = `${origin.replace('http://', '')}/mirror/app:v1`;
    await run(['copy', 'library/app:v1', mirror, '--referrers']);
    const { stderr, exitCode } = await run(['copy', mirror, 'library/back:v1', '--referrers']);
    expect(exitCode, stderr).toBe(0);
    const calls = await instanceCalls(emulator, 'library/back');
    for (const [of, found] of [
      [subject, signature],
      [signature, second],
    ]) {
      const { text } = await calls.call('GET', `/v2/library/back/referrers/${of ?? ''}`);
      expect((JSON.parse(text) as { manifests: { digest: string }[] }).manifests).toMatchObject([{ digest: found }]);
    }
    const tags = await calls.call('GET', '/v2/library/back/tags/list');
    expect(tags.text).not.toContain(tagOf(subject));
  });

  it('pulls them into a layout, and nowhere that cannot hold them', async () => {
    const { run, home, signature, second } = await open();
    const { stderr, exitCode } = await run(['pull', 'library/app:v1', '--format', 'oci', '-o', 'out', '--referrers']);
    expect(exitCode, stderr).toBe(0);
    const blobs = await readdir(join(home, 'out/blobs/sha256'));
    for (const digest of [signature, second]) expect(blobs).toContain(digest.slice('sha256:'.length));
    const refused = await run(['pull', 'library/app:v1', '-o', 'out.tar', '--referrers']);
    expect(refused.exitCode).toBe(2);
    expect(refused.stdout).toBe('');
  });
});
