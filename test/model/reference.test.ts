import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestOf, parseDigest } from '../../src/model/digest.ts';
import {
  completeReference,
  formatReference,
  manifestKey,
  parseReference,
  parseRepositoryName,
  type PartialReference,
} from '../../src/model/reference.ts';

const digest = digestOf('content');
const sha512 = digestOf('content', 'sha512');

describe('parseReference', () => {
  it.each<{ text: string; parts: PartialReference }>([
    { text: 'app', parts: { repository: 'app' } },
    { text: 'app:v1', parts: { repository: 'app', tag: 'v1' } },
    { text: 'team/app', parts: { repository: 'team/app' } },
    { text: 'a/b/c/d:x', parts: { repository: 'a/b/c/d', tag: 'x' } },
    { text: 'team/app:V1.0_x-y', parts: { repository: 'team/app', tag: 'V1.0_x-y' } },
    { text: 'localhost/app', parts: { registry: 'localhost', repository: 'app' } },
    // As docker has it: without a slash there is no host, so this is a tag.
    { text: 'localhost:5000', parts: { repository: 'localhost', tag: '5000' } },
    { text: 'localhost:5000/app', parts: { registry: 'localhost:5000', repository: 'app' } },
    { text: 'localhost:5000/app:v1', parts: { registry: 'localhost:5000', repository: 'app', tag: 'v1' } },
    { text: 'h.example/app', parts: { registry: 'h.example', repository: 'app' } },
    { text: 'H.Example/team/app', parts: { registry: 'h.example', repository: 'team/app' } },
    { text: '10.0.0.1:80/a/b', parts: { registry: '10.0.0.1:80', repository: 'a/b' } },
    { text: '[::1]:5000/a', parts: { registry: '[::1]:5000', repository: 'a' } },
    { text: '[2001:db8::1]/a:v1', parts: { registry: '[2001:db8::1]', repository: 'a', tag: 'v1' } },
    { text: `app@${digest}`, parts: { repository: 'app', digest } },
    { text: `app@${sha512}`, parts: { repository: 'app', digest: sha512 } },
    {
      text: `h.example:1/a/b:v1@${digest}`,
      parts: { registry: 'h.example:1', repository: 'a/b', tag: 'v1', digest },
    },
    { text: 'a__b/c.d/e---f', parts: { repository: 'a__b/c.d/e---f' } },
  ])('reads $text', ({ text, parts }) => {
    expect(parseReference(text)).toEqual(parts);
  });

  it.each([
    { name: 'nothing', text: '' },
    { name: 'blanks around it', text: ' app' },
    { name: 'a scheme', text: 'https://h.example/app' },
    { name: 'an upper-case repository', text: 'team/App' },
    { name: 'an upper-case first part without a dot', text: 'Team/app' },
    { name: 'an empty part', text: 'team//app' },
    { name: 'a slash at the end', text: 'team/' },
    { name: 'a host and nothing else', text: 'h.example/' },
    { name: 'an empty tag', text: 'app:' },
    { name: 'a tag that begins with a dot', text: 'app:.v1' },
    { name: 'a tag of 129 characters', text: `app:${'a'.repeat(129)}` },
    { name: 'a repository of 256 characters', text: 'a'.repeat(256) },
    { name: 'three underscores', text: 'a___b' },
    { name: 'two dots', text: 'a..b' },
    { name: 'a separator at an end', text: '-app' },
    { name: 'two @', text: `app@${digest}@${digest}` },
    { name: 'an empty digest', text: 'app@' },
    { name: 'an upper-case digest', text: `app@${digest.toUpperCase()}` },
    { name: 'a short digest', text: `app@${digest.slice(0, -1)}` },
    { name: 'an unknown algorithm', text: `app@md5:${'0'.repeat(32)}` },
    { name: 'a host with a path traversal', text: '../app' },
    { name: 'an IPv6 address without brackets', text: '::1/app' },
    { name: 'an IPv6 address that is none', text: '[:::]/app' },
    { name: 'a port above 65535', text: 'h.example:65536/app' },
    { name: 'an IPv4 address that is none', text: '10.0.0.256/app' },
    { name: 'a user before the host', text: 'user@h.example/app' },
    { name: 'a line break', text: 'app\nx' },
    { name: 'a line break at the end of a tag', text: 'h.example/app:v1\nx' },
  ])('rejects $name', ({ text }) => {
    expect(() => parseReference(text)).toThrow(expect.objectContaining({ code: 'REFERENCE_INVALID' }));
  });

  const part = fc.stringMatching(/^[a-z0-9]{1,6}(?:(?:\.|_|__|-{1,3})[a-z0-9]{1,4}){0,2}$/);
  const host = fc.oneof(
    fc.constantFrom('localhost', '[::1]', '[fd00::a:1]', '10.1.2.3'),
    fc.stringMatching(/^[a-z][a-z0-9]{0,5}\.[a-z][a-z0-9]{0,5}$/),
  );
  const registry = fc
    .tuple(host, fc.option(fc.integer({ min: 1, max: 65535 }), { nil: undefined }))
    .map(([name, port]) => (port === undefined ? name : `${name}:${port}`));
  const reference = fc.record(
    {
      registry,
      repository: fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/')),
      tag: fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,20}$/),
      digest: fc.string().map((text) => digestOf(text)),
    },
    { requiredKeys: ['registry', 'repository'] },
  );

  it('reads back every reference that formatReference writes', () => {
    fc.assert(
      fc.property(reference, (parts) => {
        expect(parseReference(formatReference(parts))).toEqual(parts);
      }),
    );
  });

  it('gives REFERENCE_INVALID or something printable for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
        try {
          const partial = parseReference(text);
          expect(URL.canParse(`https://${partial.registry ?? 'h'}/v2/${partial.repository}/`)).toBe(true);
        } catch (error) {
          expect(error).toMatchObject({ code: 'REFERENCE_INVALID' });
        }
      }),
    );
  });
});

describe('completeReference', () => {
  const defaults = { registry: 'r.example', namespace: 'team' };
  it.each([
    { text: 'app', with: defaults, gives: 'r.example/team/app:latest' },
    { text: 'g/app:v1', with: defaults, gives: 'r.example/g/app:v1' },
    { text: `app@${digest}`, with: defaults, gives: `r.example/team/app@${digest}` },
    { text: 'h.example/app', with: defaults, gives: 'h.example/app:latest' },
    { text: 'docker.io/nginx:1', with: defaults, gives: 'docker.io/library/nginx:1' },
    { text: 'app', with: { registry: 'r.example', namespaceRequired: false }, gives: 'r.example/app:latest' },
  ])('makes $gives of $text', ({ text, with: given, gives }) => {
    expect(formatReference(completeReference(parseReference(text), given))).toBe(gives);
  });

  it.each([
    { name: 'no registry', with: { namespace: 'team' } },
    { name: 'no organization', with: { registry: 'r.example' } },
  ])('rejects a bare name with $name', ({ with: given }) => {
    const complete = () => completeReference(parseReference('app'), given);
    expect(complete).toThrow(expect.objectContaining({ code: 'REFERENCE_INVALID' }));
  });
});

describe('manifestKey', () => {
  it.each([
    { text: 'app', key: 'latest' },
    { text: 'app:v1', key: 'v1' },
    { text: `app:v1@${digest}`, key: digest },
  ])('of $text is $key', ({ text, key }) => {
    expect(manifestKey(parseReference(text))).toBe(key);
  });
});

describe('parseRepositoryName', () => {
  it('takes the first part as the namespace and all others as the repository', () => {
    expect(parseRepositoryName('team/a/b')).toEqual({ namespace: 'team', repository: 'a/b' });
    expect(parseRepositoryName('app', 'team')).toEqual({ namespace: 'team', repository: 'app' });
  });

  it.each(['app', '/app', 'team/', 'Team/app', 'team/app:v1', ''])('rejects "%s"', (text) => {
    expect(() => parseRepositoryName(text)).toThrow(expect.objectContaining({ code: 'REFERENCE_INVALID' }));
  });
});

describe('parseDigest', () => {
  const hex = 'a'.repeat(64);
  it.each([
    { name: 'no algorithm', text: hex },
    { name: 'an unknown algorithm', text: `md5:${hex}` },
    { name: 'upper-case hex', text: `sha256:${hex.toUpperCase()}` },
    { name: 'one digit too few', text: `sha256:${hex.slice(1)}` },
    { name: 'one digit too many', text: `sha256:${hex}a` },
    { name: 'sha512 with the length of sha256', text: `sha512:${hex}` },
    { name: 'a line break at the end', text: `sha256:${hex.slice(1)}\n` },
    { name: 'a second colon', text: `sha256:${hex}:` },
    { name: 'a name of every object', text: `constructor:${hex}` },
  ])('rejects $name', ({ text }) => {
    expect(() => parseDigest(text)).toThrow(expect.objectContaining({ code: 'REFERENCE_INVALID' }));
  });

  it('takes what digestOf gives, for both algorithms', () => {
    for (const text of [digest, sha512]) expect(parseDigest(text)).toBe(text);
  });
});
