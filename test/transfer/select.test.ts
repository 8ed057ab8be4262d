import { describe, expect, it } from 'vitest';
import { parsePlatform } from '../../src/model/platform.ts';
import { imagesOf } from '../../src/model/images-of.ts';
import { narrowToPlatforms, selectImage, selectPlatforms } from '../../src/transfer/select.ts';
import { attestationEntry, entryOf, imageNode, indexNode } from '../support/nodes.ts';

const amd64 = imageNode();
const arm64 = imageNode({ platform: 'linux/arm64' });
const armv7 = imageNode({ platform: 'linux/arm/v7' });
const index = indexNode([entryOf(amd64), attestationEntry(), entryOf(arm64), entryOf(armv7)]);
const platforms = (...names: readonly string[]) => names.map(parsePlatform);

describe('selectImage', () => {
  it.each([
    { wanted: 'linux/arm64', image: arm64 },
    { wanted: 'linux/arm64/v8', image: arm64 },
    { wanted: 'linux/arm', image: armv7 },
  ])('finds $wanted in an index', ({ wanted, image }) => {
    expect(selectImage(index, parsePlatform(wanted), true)).toBe(image);
  });

  it('gives the only image whatever its platform, unless it has to fit', () => {
    expect(selectImage(arm64, parsePlatform('linux/amd64'), false)).toBe(arm64);
    const strict = () => selectImage(arm64, parsePlatform('linux/amd64'), true);
    expect(strict).toThrow(
      expect.objectContaining({ code: 'IMAGE_AMBIGUOUS', hint: expect.stringContaining('linux/arm64') as string }),
    );
  });

  it('lists what there is when nothing fits, attestations left out', () => {
    const find = () => selectImage(index, parsePlatform('windows/amd64'), false);
    const hint = 'Choose with --platform: linux/amd64, linux/arm64, linux/arm/v7';
    expect(find).toThrow(expect.objectContaining({ code: 'IMAGE_AMBIGUOUS', hint }));
  });

  it('does not choose an image that the source does not hold', () => {
    const partial = indexNode([entryOf(amd64, {}, false), entryOf(arm64)]);
    expect(() => selectImage(partial, parsePlatform('linux/amd64'), false)).toThrow(
      expect.objectContaining({ code: 'IMAGE_AMBIGUOUS' }),
    );
  });

  it('looks into indexes within an index', () => {
    const inner = indexNode([entryOf(arm64)]);
    const outer = indexNode([
      {
        descriptor: { ...inner.index.descriptor, platform: parsePlatform('linux/arm64') },
        node: inner,
        isAttestation: false,
      },
    ]);
    expect(selectImage(outer, parsePlatform('linux/arm64'), true)).toBe(arm64);
  });
});

describe('narrowToPlatforms', () => {
  it('keeps everything when nothing is asked for', () => {
    expect(narrowToPlatforms(index, [])).toBe(index);
  });

  it('gives the image itself for one platform and a shorter index for several', () => {
    expect(narrowToPlatforms(index, platforms('linux/arm64'))).toBe(arm64);
    const narrowed = narrowToPlatforms(index, platforms('linux/amd64', 'linux/arm/v7'));
    expect(imagesOf(narrowed)).toEqual([amd64, armv7]);
  });

  it('is refused when one of several is missing', () => {
    expect(() => narrowToPlatforms(index, platforms('linux/amd64', 'linux/s390x'))).toThrow(
      expect.objectContaining({ code: 'IMAGE_AMBIGUOUS' }),
    );
  });
});

describe('selectPlatforms', () => {
  it('wants entries that fit or do not say, and no attestations', () => {
    const wants = selectPlatforms(platforms('linux/arm64'));
    const entries = [entryOf(amd64), entryOf(arm64), attestationEntry()].map(({ descriptor }) => wants(descriptor));
    expect(entries).toEqual([false, true, false]);
    const { mediaType, digest, size } = entryOf(amd64).descriptor;
    expect(wants({ mediaType, digest, size })).toBe(true);
  });
});
