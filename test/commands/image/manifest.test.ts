import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { openAccountShell, type AccountShell } from '../../support/account-shell.ts';
import {
  addImage,
  addIndex,
  createLayout,
  dockerSave,
  layoutFiles,
  named,
  testImage,
  type TestDescriptor,
} from '../../support/archives.ts';
import { itWith } from '../../support/peers.ts';
import { startRegistryServer } from '../../support/registry-server.ts';
import { runCli, type RunOptions } from '../../support/run.ts';
import type { TarItem } from '../../support/tar.ts';

const exec = promisify(execFile);

/** An image for two platforms as an OCI archive. */
function twoPlatforms(): { items: TarItem[]; index: TestDescriptor; arm: TestDescriptor } {
  const layout = createLayout();
  const [amd, arm] = ['amd64', 'arm64'].map((architecture) => {
    const platform = { os: 'linux', architecture };
    return addImage(layout, testImage({ texts: [architecture], platform }), { platform });
  }) as [TestDescriptor, TestDescriptor];
  const index = addIndex(layout, [amd, arm]);
  return { items: [...layout.items, ...layoutFiles([index])], index, arm };
}

/** What a command writes to stdout, as bytes. */
async function bytesOf(shell: AccountShell, args: readonly string[], options: RunOptions = {}) {
  const chunks: Buffer[] = [];
  const stdout = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk);
      done();
    },
  });
  const { exitCode, stderr } = await shell.run(args, { ...options, stdout });
  return { bytes: Buffer.concat(chunks), exitCode, stderr };
}

const sha256 = (bytes: Buffer): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

describe('swrctl digest', () => {
  it('prints what a tag points to, with one HEAD of the manifest', async () => {
    const shell = await openAccountShell();
    await shell.save('app.tar', dockerSave(testImage()));
    const pushed = await shell.run(['push', 'app.tar', 'team/app:v1']);
    const before = (await shell.emulator.calls()).length;
    const { stdout, exitCode } = await shell.run(['digest', 'team/app:v1']);
    expect(pushed.stdout).toBe(`${shell.registry}/team/app:v1@${stdout}`);
    expect(exitCode).toBe(0);
    const calls = (await shell.emulator.calls()).slice(before).filter(({ path }) => path.includes('/manifests/'));
    expect(calls.map(({ method }) => method)).toEqual(['HEAD']);
  });

  it('hashes the bytes where the registry does not tell', async () => {
    const shell = await openAccountShell({ quirks: { 'no-digest-header': true } });
    await shell.save('app.tar', dockerSave(testImage()));
    const pushed = await shell.run(['push', 'app.tar', 'team/app:v1']);
    const { stdout } = await shell.run(['digest', 'team/app:v1']);
    expect(pushed.stdout).toBe(`${shell.registry}/team/app:v1@${stdout}`);
  });

  it('prints the digest of the index or of one platform of an archive', async () => {
    const shell = await openAccountShell();
    const { items, index, arm } = twoPlatforms();
    await shell.save('app.tar', items);
    expect((await shell.run(['digest', 'app.tar'])).stdout).toBe(`${index.digest}\n`);
    expect((await shell.run(['digest', 'app.tar', '--platform', 'linux/arm64'])).stdout).toBe(`${arm.digest}\n`);
    const missing = await shell.run(['digest', 'app.tar', '--platform', 'linux/s390x']);
    expect(missing).toMatchObject({ exitCode: 2, stdout: '' });
    expect(missing.stderr).toContain('linux/amd64, linux/arm64');
  });

  it('chooses one of several images', async () => {
    const shell = await openAccountShell();
    const layout = createLayout();
    const [a, b] = ['a', 'b'].map((text) =>
      addImage(layout, testImage({ texts: [text] }), named(`team/${text}:v1`)),
    ) as [TestDescriptor, TestDescriptor];
    await shell.save('app.tar', [...layout.items, ...layoutFiles([a, b])]);
    expect((await shell.run(['digest', 'app.tar', '--image', 'team/b:v1'])).stdout).toBe(`${b.digest}\n`);
    const unclear = await shell.run(['manifest', 'app.tar']);
    expect(unclear.stderr).toContain('team/a:v1, team/b:v1');
    expect(unclear).toMatchObject({ exitCode: 2, stdout: '' });
  });

  it.each([
    { name: 'a docker-archive, which has none', args: ['app.tar'], exitCode: 5, message: 'has no manifest' },
    { name: 'a tag that is not there', args: ['team/app:v9'], exitCode: 5, message: 'has no tag "v9"' },
  ])('fails for $name', async ({ args, exitCode, message }) => {
    const shell = await openAccountShell();
    await shell.save('app.tar', dockerSave(testImage()));
    await shell.run(['push', 'app.tar', 'team/app:v1']);
    const result = await shell.run(['digest', ...args]);
    expect(result.stderr).toContain(message);
    expect(result).toMatchObject({ exitCode, stdout: '' });
  });
});

describe('swrctl manifest', () => {
  it('prints exactly the bytes that the digest means', async () => {
    const shell = await openAccountShell();
    const { items, index, arm } = twoPlatforms();
    await shell.save('app.tar', items);
    expect(sha256((await bytesOf(shell, ['manifest', 'app.tar'])).bytes)).toBe(index.digest);
    const { bytes } = await bytesOf(shell, ['manifest', 'app.tar', '--platform', 'linux/arm64']);
    expect(sha256(bytes)).toBe(arm.digest);

    await shell.run(['push', 'app.tar', 'team/app:v1']);
    const { stdout } = await shell.run(['digest', 'team/app:v1']);
    expect(sha256((await bytesOf(shell, ['manifest', 'team/app:v1'])).bytes)).toBe(stdout.trim());
  });

  it('keeps bytes that are no text of ours, and shows them harmless on a terminal', async () => {
    const shell = await openAccountShell();
    const layout = createLayout();
    const image = addImage(layout, testImage());
    const plain = layout.items.find(({ name }) => name.endsWith(image.digest.slice(7)))?.data?.toString() ?? '';
    const odd = plain.replace('{', '{ "annotations": {"a": "\u009b2Jé"},\r\n');
    const root = layout.add(image.mediaType, odd);
    await shell.save('app.tar', [...layout.items, ...layoutFiles([root])]);
    expect((await bytesOf(shell, ['manifest', 'app.tar'])).bytes).toEqual(Buffer.from(odd));
    const shown = (await bytesOf(shell, ['manifest', 'app.tar'], { tty: true })).bytes.toString();
    expect(shown).toContain('"a": "\\u009b2Jé"');
    expect(shown.endsWith('\n')).toBe(true);
  });

  itWith('skopeo', 'docker-registry')('agrees with skopeo about what a registry holds', async () => {
    const shell = await openAccountShell();
    const { items } = twoPlatforms();
    await shell.save('app.tar', items);
    const registry = new URL(await startRegistryServer()).host;
    const reference = `${registry}/team/app:v1`;
    const archive = `oci-archive:${join(shell.home, 'app.tar')}`;
    await exec('skopeo', ['copy', '--all', '--dest-tls-verify=false', archive, `docker://${reference}`]);
    const raw = await exec('skopeo', ['inspect', '--raw', '--tls-verify=false', `docker://${reference}`]);
    expect((await runCli(['manifest', reference])).stdout).toBe(raw.stdout);
    const digest = sha256(Buffer.from(raw.stdout));
    expect((await runCli(['digest', reference])).stdout).toBe(`${digest}\n`);
    expect((await runCli(['digest', `${registry}/team/app@${digest}`])).stdout).toBe(`${digest}\n`);
  });
});
