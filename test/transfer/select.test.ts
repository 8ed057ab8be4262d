import { describe, expect, it } from 'vitest';
import { parsePlatform } from '../../src/model/platform.ts';
import { imagesOf } from '../../src/model/images-of.ts';
import { narrowToPlatforms, selectImage, selectPlatforms } from '../../src/transfer/select.ts';
import { attestationEntry, entryOf, imageNode, indexNode } from '../support/nodes.ts';

const amd64 = imageNode();
const arm64 = imageNode({ platform: 'linux/arm64' });
const armv7 = imageNode({ platform: 'linux/arm/v7' });
const index = indexNode([entryOf(amd64), attestationEntry(), entryOf(arm64), entryOf(armv7)]);
const strict = { isStrict: true };
const anything = { isStrict: false };
const platforms = (...names: readonly string[]) => names.map(parsePlatform);

describe('selectImage', () => {
  it.each([
    { wanted: 'linux/arm64', image: arm64 },
    { wanted: 'linux/arm64/v8', image: arm64 },
    { wanted: 'linux/arm', image: armv7 },
  ])('finds $wanted in an index', ({ wanted, image }) => {
    expect(selectImage(index, parsePlatform(wanted), strict)).toBe(image);
  });

  it('gives the only image whatever its platform, unless it has to fit', () => {
    expect(selectImage(arm64, parsePlatform('linux/amd64'), anything)).toBe(arm64);
    expect(() => selectImage(arm64, parsePlatform('linux/amd64'), strict)).toThrow(
      expect.objectContaining({ code: 'IMAGE_AMBIGUOUS', hint: expect.stringContaining('linux/arm64') as string }),
    );
  });

  it('lists what there is when nothing fits, attestations left out', () => {
    const find = () => selectImage(index, parsePlatform('windows/amd64'), anything);
    const hint = 'Choose with --platform: linux/amd64, linux/arm64, linux/arm/v7';
    expect(find).toThrow(expect.objectContaining({ code: 'IMAGE_AMBIGUOUS', hint }));
  });

  it('does not choose an image that the source does not hold', () => {
    const partial = indexNode([entryOf(amd64, {}, false), entryOf(arm64)]);
    expect(() => selectImage(partial, parsePlatform('linux/amd64'), anything)).toThrow(
      expect.objectContaining({ code: 'SOURCE_INVALID', message: expect.stringContaining('linux/amd64') as string }),
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
    expect(selectImage(outer, parsePlatform('linux/arm64'), strict)).toBe(arm64);
  });
});

describe('selectImage among several that fit', () => {
  const versions = ['windows(10.0.17763.1)/amd64', 'windows(10.0.20348.1)/amd64'].map((platform) =>
    imageNode({ platform, texts: [platform] }),
  );
  const servers = indexNode(versions.map((node) => entryOf(node)));
  const find = (platform: string, from = servers) => selectImage(from, parsePlatform(platform), strict);

  it('never takes one of several versions by itself, and lists them as a shell takes them', () => {
    expect(() => find('windows/amd64')).toThrow(
      expect.objectContaining({
        code: 'IMAGE_AMBIGUOUS',
        hint: "Choose with --platform: 'windows(10.0.17763.1)/amd64', 'windows(10.0.20348.1)/amd64'",
      }),
    );
  });

  it.each(['windows(10.0.20348.1)/amd64', 'windows(10.0.20348)/amd64', 'windows/amd64:10.0.20348.1'])(
    'takes %s',
    (platform) => {
      expect(find(platform)).toBe(versions[1]);
    },
  );

  it('knows the versions from the configs where the index has lost them', () => {
    const platform = { os: 'windows', architecture: 'amd64' };
    const lost = indexNode(versions.map((node) => entryOf(node, { platform })));
    expect(() => find('windows/amd64', lost)).toThrow(expect.objectContaining({ code: 'IMAGE_AMBIGUOUS' }));
    expect(find('windows(10.0.17763)/amd64', lost)).toBe(versions[0]);
  });

  it('takes the first of two that are for the very same platform', () => {
    const twins = ['one', 'two'].map((text) => imageNode({ texts: [text] }));
    expect(find('linux/amd64', indexNode(twins.map((node) => entryOf(node))))).toBe(twins[0]);
  });

  it('says when an older variant stands in, and lets no other architecture do so that nobody asked for', () => {
    const v6 = imageNode({ platform: 'linux/arm/v6' });
    const notes: string[] = [];
    const note = (text: string) => void notes.push(text);
    const arm = indexNode([entryOf(v6)]);
    expect(selectImage(arm, parsePlatform('linux/arm/v7'), { isStrict: true, note })).toBe(v6);
    expect(notes).toEqual(['There is no image for linux/arm/v7; this is the one for linux/arm/v6']);
    expect(() => selectImage(arm, parsePlatform('linux/arm64'), strict)).toThrow();
    expect(selectImage(arm, parsePlatform('linux/arm64'), anything)).toBe(v6);
  });

  it('looks into an index within an index that states no platform', () => {
    const inner = indexNode([entryOf(arm64)]);
    const outer = indexNode([{ descriptor: inner.index.descriptor, node: inner, isAttestation: false }]);
    expect(find('linux/arm64', outer)).toBe(arm64);
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
    const { mediaType, digest, size } = entryOf(amd64).descriptor;
    const silent = { mediaType, digest, size };
    const wanted = entryOf(arm64).descriptor;
    const select = selectPlatforms(platforms('linux/arm64'));
    expect(select([entryOf(amd64).descriptor, wanted, attestationEntry().descriptor, silent])).toEqual([
      wanted,
      silent,
    ]);
  });

  it('wants no lesser variant when there is the right one, and that one when there is not', () => {
    const [v6, v7, x86] = ['linux/arm/v6', 'linux/arm/v7', 'linux/386'].map((platform) => {
      return entryOf(imageNode({ platform, texts: [platform] })).descriptor;
    });
    const select = selectPlatforms(platforms('linux/arm/v7', 'linux/amd64'));
    const all = [v6, v7, x86].flatMap((one) => one ?? []);
    expect(select([...all, entryOf(amd64).descriptor])).toEqual([v7, entryOf(amd64).descriptor]);
    expect(select(all.filter((one) => one !== v7))).toEqual([v6, x86]);
  });
});
