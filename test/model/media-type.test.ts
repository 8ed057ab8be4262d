import { describe, expect, it } from 'vitest';
import {
  DOCKER,
  OCI,
  claimedCompression,
  familyOf,
  isForeignLayerType,
  isImageLayerType,
  layerType,
} from '../../src/model/media-type.ts';

describe('media types', () => {
  it.each([
    { type: DOCKER.layer, compression: 'none', family: 'docker', isLayer: true, isForeign: false },
    { type: DOCKER.layerGzip, compression: 'gzip', family: 'docker', isLayer: true, isForeign: false },
    { type: DOCKER.layerZstd, compression: 'zstd', family: 'docker', isLayer: true, isForeign: false },
    { type: DOCKER.foreignLayerGzip, compression: 'gzip', family: 'docker', isLayer: true, isForeign: true },
    { type: OCI.layer, compression: 'none', family: 'oci', isLayer: true, isForeign: false },
    { type: OCI.layerGzip, compression: 'gzip', family: 'oci', isLayer: true, isForeign: false },
    { type: OCI.layerZstd, compression: 'zstd', family: 'oci', isLayer: true, isForeign: false },
    { type: OCI.foreignLayerZstd, compression: 'zstd', family: 'oci', isLayer: true, isForeign: true },
    { type: 'application/vnd.in-toto+json', compression: 'none', family: 'oci', isLayer: false, isForeign: false },
    { type: '', compression: 'none', family: 'oci', isLayer: false, isForeign: false },
  ])('says what $type is', ({ type, compression, family, isLayer, isForeign }) => {
    expect(claimedCompression(type)).toBe(compression);
    expect(familyOf(type)).toBe(family);
    expect(isImageLayerType(type)).toBe(isLayer);
    expect(isForeignLayerType(type)).toBe(isForeign);
  });

  it('gives a layer type that claims what it was made for', () => {
    for (const family of ['docker', 'oci'] as const) {
      for (const compression of ['none', 'gzip', 'zstd'] as const) {
        const type = layerType(family, compression);
        expect({ family: familyOf(type), compression: claimedCompression(type) }).toEqual({ family, compression });
      }
    }
  });
});
