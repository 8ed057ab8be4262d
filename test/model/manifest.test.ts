import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { digestOf } from '../../src/model/digest.ts';
import type { Descriptor } from '../../src/model/descriptor.ts';
import {
  buildIndex,
  buildManifest,
  isAttestation,
  parseManifest,
  MAX_MANIFEST_SIZE,
} from '../../src/model/manifest.ts';
import { DOCKER, OCI, SCHEMA1 } from '../../src/model/media-type.ts';

const bytesOf = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const descriptor = (mediaType: string, text = mediaType): Descriptor => ({
  mediaType,
  digest: digestOf(text),
  size: text.length,
});
const image = { schemaVersion: 2, config: descriptor(OCI.config), layers: [descriptor(OCI.layerGzip)] };
const index = { schemaVersion: 2, manifests: [descriptor(OCI.manifest)] };

describe('parseManifest', () => {
  it('keeps the bytes, whatever their spacing and unknown keys', () => {
    const bytes = Buffer.from(`${JSON.stringify({ ...image, mediaType: OCI.manifest, unknown: [1] }, null, 3)}\n`);
    const manifest = parseManifest(bytes, undefined, 'it');
    expect(manifest.bytes.equals(bytes)).toBe(true);
    expect(manifest.descriptor).toEqual({ mediaType: OCI.manifest, digest: digestOf(bytes), size: bytes.length });
  });

  it.each([
    {
      name: 'its own type over the hint',
      body: { ...image, mediaType: DOCKER.manifest },
      hint: OCI.manifest,
      type: DOCKER.manifest,
    },
    { name: 'the hint when it has none', body: image, hint: DOCKER.manifest, type: DOCKER.manifest },
    { name: 'a hint with parameters', body: image, hint: `${OCI.manifest}; charset=utf-8`, type: OCI.manifest },
    { name: 'a hint in upper case', body: image, hint: OCI.manifest.toUpperCase(), type: OCI.manifest },
    { name: 'its fields when nothing is said', body: image, hint: undefined, type: OCI.manifest },
    { name: 'its fields when the hint says nothing', body: index, hint: 'application/json', type: OCI.index },
    { name: 'its own type for lists', body: { ...index, mediaType: DOCKER.list }, hint: undefined, type: DOCKER.list },
  ])('believes $name', ({ body, hint, type }) => {
    expect(parseManifest(bytesOf(body), hint, 'it').descriptor.mediaType).toBe(type);
  });

  it('takes "null" for no layers, as Go programs write it', () => {
    const body = { ...image, mediaType: DOCKER.manifest, layers: null };
    expect(parseManifest(bytesOf(body), undefined, 'it')).toMatchObject({ kind: 'image', layers: [] });
    const list = { ...index, mediaType: DOCKER.list, manifests: null };
    expect(parseManifest(bytesOf(list), undefined, 'it')).toMatchObject({ kind: 'index', manifests: [] });
  });

  it.each([
    { name: 'schema 1 by its number', body: { schemaVersion: 1, fsLayers: [], history: [] }, hint: undefined },
    { name: 'schema 1 by its type', body: { schemaVersion: 1 }, hint: SCHEMA1[1] },
  ])('refuses $name and says what it is', ({ body, hint }) => {
    const parse = () => parseManifest(bytesOf(body), hint, 'it');
    expect(parse).toThrow(
      expect.objectContaining({ code: 'API_SHAPE', message: expect.stringContaining('schema 1') as string }),
    );
  });

  it.each([
    { name: 'no JSON', bytes: Buffer.from('<html>') },
    { name: 'an array', bytes: bytesOf([]) },
    { name: 'null', bytes: bytesOf(null) },
    { name: 'neither layers nor manifests', bytes: bytesOf({ schemaVersion: 2 }) },
    { name: 'a layer without a digest', bytes: bytesOf({ ...image, layers: [{ mediaType: 'x', size: 1 }] }) },
    { name: 'a digest that is none', bytes: bytesOf({ ...image, layers: [{ ...image.config, digest: 'sha256:..' }] }) },
    { name: 'a negative size', bytes: bytesOf({ ...image, layers: [{ ...image.config, size: -1 }] }) },
    { name: 'a size with a fraction', bytes: bytesOf({ ...image, layers: [{ ...image.config, size: 1.5 }] }) },
    { name: 'a size as text', bytes: bytesOf({ ...image, layers: [{ ...image.config, size: '1' }] }) },
    { name: 'a size beyond exact numbers', bytes: bytesOf({ ...image, layers: [{ ...image.config, size: 2 ** 60 }] }) },
    { name: 'a config that is a list', bytes: bytesOf({ ...image, config: [], mediaType: OCI.manifest }) },
    { name: 'more than 4 MiB', bytes: Buffer.concat([bytesOf(image), Buffer.alloc(MAX_MANIFEST_SIZE, ' ')]) },
  ])('refuses $name', ({ bytes }) => {
    expect(() => parseManifest(bytes, undefined, 'team/web:v1')).toThrow(
      expect.objectContaining({ code: 'API_SHAPE', message: expect.stringContaining('team/web:v1') as string }),
    );
  });

  it('names the path of what is wrong', () => {
    const body = { ...image, layers: [image.config, { ...image.config, size: 'x' }] };
    expect(() => parseManifest(bytesOf(body), undefined, 'it')).toThrow('it.layers[1].size');
  });

  it('takes "__proto__" for a name like any other', () => {
    const bytes = Buffer.from(
      JSON.stringify({ ...image, annotations: { a: 'b' } }).replace('"a":"b"', '"__proto__":"x","constructor":"y"'),
    );
    const { annotations } = parseManifest(bytes, undefined, 'it');
    expect(Object.entries(annotations)).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
  });
});

describe('buildManifest and buildIndex', () => {
  it('give the same bytes for the same parts', () => {
    const parts = { family: 'docker', config: image.config, layers: image.layers } as const;
    expect(buildManifest(parts).bytes.equals(buildManifest(parts).bytes)).toBe(true);
  });

  it('leave annotations out of Docker manifests, which have none', () => {
    const annotations = { a: 'b' };
    const parts = { config: image.config, layers: image.layers, annotations };
    expect(buildManifest({ ...parts, family: 'docker' }).annotations).toEqual({});
    expect(buildManifest({ ...parts, family: 'oci' }).annotations).toEqual(annotations);
    expect(buildIndex('docker', index.manifests, annotations).annotations).toEqual({});
  });

  it('are read back as they were written', () => {
    const one = fc.record(
      {
        mediaType: fc.constantFrom(OCI.layerGzip, DOCKER.layer, 'application/x'),
        digest: fc.string().map((text) => digestOf(text)),
        size: fc.maxSafeNat(),
        platform: fc.record(
          {
            os: fc.string({ minLength: 1 }),
            architecture: fc.string({ minLength: 1 }),
            variant: fc.string({ minLength: 1 }),
            osVersion: fc.string({ minLength: 1 }),
          },
          { requiredKeys: ['os', 'architecture'] },
        ),
        annotations: fc.dictionary(fc.string(), fc.string(), { minKeys: 1 }),
        urls: fc.array(fc.constantFrom('https://a.example/x', 'https://b.example'), { minLength: 1 }),
      },
      { requiredKeys: ['mediaType', 'digest', 'size'] },
    );
    fc.assert(
      fc.property(fc.array(one), (descriptors) => {
        const copies = structuredClone(descriptors);
        expect(buildIndex('oci', descriptors).manifests).toEqual(copies);
        const [config = image.config, ...layers] = descriptors;
        expect(buildManifest({ family: 'oci', config, layers })).toMatchObject({ config, layers });
      }),
      { numRuns: 30 },
    );
  });
});

describe('isAttestation', () => {
  it.each([
    { name: 'an unknown platform', more: { platform: { os: 'unknown', architecture: 'unknown' } }, is: true },
    {
      name: 'the annotation',
      more: { annotations: { 'vnd.docker.reference.type': 'attestation-manifest' } },
      is: true,
    },
    { name: 'a platform', more: { platform: { os: 'linux', architecture: 'amd64' } }, is: false },
    { name: 'nothing', more: {}, is: false },
  ])('says $is for an entry with $name', ({ more, is }) => {
    expect(isAttestation({ ...descriptor(OCI.manifest), ...more })).toBe(is);
  });
});

describe('index entries', () => {
  it.each([{}, { os: '', architecture: '' }, null])('have no platform when theirs is %j', (platform) => {
    const body = { ...index, manifests: [{ ...descriptor(OCI.manifest), platform }] };
    const parsed = parseManifest(bytesOf(body), OCI.index, 'it');
    expect(parsed.kind === 'index' && parsed.manifests).toEqual([descriptor(OCI.manifest)]);
  });
});
