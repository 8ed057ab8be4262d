import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodePlatform,
  formatPlatform,
  hostPlatform,
  normalizePlatform,
  parsePlatform,
} from '../../src/model/platform.ts';

const linux = { os: 'linux' };
const windows = { os: 'windows', architecture: 'amd64' };

describe('parsePlatform', () => {
  it.each([
    { text: 'linux/amd64', gives: { ...linux, architecture: 'amd64' } },
    { text: 'linux/arm/v7', gives: { ...linux, architecture: 'arm', variant: 'v7' } },
    { text: 'Linux/x86_64', gives: { ...linux, architecture: 'amd64' } },
    { text: 'linux/aarch64', gives: { ...linux, architecture: 'arm64' } },
    { text: 'windows/AMD64', gives: windows },
    { text: 'linux/ARM/V6', gives: { ...linux, architecture: 'arm', variant: 'v6' } },
    { text: 'linux/armhf', gives: { ...linux, architecture: 'arm' } },
    { text: 'linux/armel', gives: { ...linux, architecture: 'arm', variant: 'v6' } },
    { text: 'armel', gives: { ...linux, architecture: 'arm', variant: 'v6' } },
    { text: 'armhf', gives: { ...linux, architecture: 'arm' } },
    { text: 'arm64', gives: { ...linux, architecture: 'arm64' } },
    { text: 'linux/arm64/v8', gives: { ...linux, architecture: 'arm64', variant: 'v8' } },
    { text: 'windows(10.0.17763.1)/amd64', gives: { ...windows, osVersion: '10.0.17763.1' } },
    { text: 'windows/amd64:10.0.17763.1', gives: { ...windows, osVersion: '10.0.17763.1' } },
    { text: 'windows()/amd64', gives: windows },
    {
      text: 'windows(10.0.17763%2Bx+win32k+b)/amd64',
      gives: { ...windows, osVersion: '10.0.17763+x', osFeatures: ['win32k', 'b'] },
    },
    { text: 'linux(+gpu)/amd64', gives: { ...linux, architecture: 'amd64', osFeatures: ['gpu'] } },
    { text: 'linux/arm/v7:2', gives: { ...linux, architecture: 'arm', variant: 'v7', osVersion: '2' } },
  ])('reads $text', ({ text, gives }) => {
    expect(parsePlatform(text)).toEqual(gives);
  });

  it.each([
    ...['', 'linux', 'linux/', '/amd64', 'linux/arm/v7/x', 'linux/arm/', 'linux /amd64', 'linux/a md', 'all'],
    ...[
      'windows(1/amd64',
      'windows(1)x/amd64',
      'windows(%zz)/amd64',
      'windows(1)/amd64:2',
      'windows/amd64:',
      '*/amd64',
    ],
    ...['constructor', '__proto__'],
  ])('rejects "%s"', (text) => {
    expect(() => parsePlatform(text)).toThrow(expect.objectContaining({ code: 'REFERENCE_INVALID' }));
  });

  it('reads back what formatPlatform writes', () => {
    const name = fc.constantFrom('linux', 'windows', 'amd64', 'arm', 'riscv64', 's390x', 'v7');
    const text = fc.string({ minLength: 1, unit: 'grapheme' });
    const platform = fc.record(
      { os: name, architecture: name, variant: name, osVersion: text, osFeatures: fc.array(text, { minLength: 1 }) },
      { requiredKeys: ['os', 'architecture'] },
    );
    fc.assert(
      fc.property(platform, (one) => {
        expect(parsePlatform(formatPlatform(one))).toEqual(one);
      }),
    );
  });

  it('writes half a character, which JSON can hold, without failing', () => {
    expect(formatPlatform({ ...windows, osVersion: '\ud800' })).toBe('windows(%EF%BF%BD)/amd64');
  });
});

describe('normalizePlatform', () => {
  it.each([
    { of: 'linux/aarch64', gives: 'linux/arm64' },
    { of: 'linux/arm64/v8', gives: 'linux/arm64' },
    { of: 'linux/arm64/8', gives: 'linux/arm64' },
    { of: 'linux/arm64/v8.0', gives: 'linux/arm64' },
    { of: 'linux/arm64/v9.0', gives: 'linux/arm64/v9' },
    { of: 'linux/amd64/v1', gives: 'linux/amd64' },
    { of: 'linux/amd64/v2', gives: 'linux/amd64/v2' },
    { of: 'linux/i386', gives: 'linux/386' },
    { of: 'linux/arm', gives: 'linux/arm/v7' },
    { of: 'linux/arm/7', gives: 'linux/arm/v7' },
    { of: 'linux/arm/5', gives: 'linux/arm/v5' },
    { of: 'linux/armhf', gives: 'linux/arm/v7' },
    { of: 'linux/armel', gives: 'linux/arm/v6' },
    { of: 'macOS/arm64', gives: 'darwin/arm64' },
    { of: 'windows(10.0.17763)/x86-64', gives: 'windows(10.0.17763)/amd64' },
    { of: 'linux/ppc64le', gives: 'linux/ppc64le' },
  ])('makes $gives of $of', ({ of, gives }) => {
    expect(formatPlatform(normalizePlatform(parsePlatform(of)))).toBe(gives);
  });

  it('takes an entry that names no system for Linux, and knows names as an index may spell them', () => {
    expect(normalizePlatform({ os: '', architecture: 'AMD64' })).toEqual({ os: 'linux', architecture: 'amd64' });
    expect(normalizePlatform({ os: 'Linux', architecture: 'armel' })).toEqual(parsePlatform('linux/arm/v6'));
  });
});

describe('hostPlatform', () => {
  it.each([
    { arch: 'x64', gives: 'linux/amd64' },
    { arch: 'arm64', gives: 'linux/arm64' },
    { arch: 'ia32', gives: 'linux/386' },
    { arch: 'ppc64', gives: 'linux/ppc64le' },
    { arch: 'armv6l', gives: 'linux/arm/v6' },
  ])('is $gives on $arch', ({ arch, gives }) => {
    expect(formatPlatform(hostPlatform(arch))).toBe(gives);
  });
});

describe('decodePlatform', () => {
  it('keeps OS version and features and leaves out what is empty', () => {
    const wire = { ...windows, variant: '', 'os.version': '10.0.1', 'os.features': ['x'] };
    expect(decodePlatform(wire, 'x')).toEqual({ ...windows, osVersion: '10.0.1', osFeatures: ['x'] });
    expect(decodePlatform({ ...windows, 'os.version': '', 'os.features': [] }, 'x')).toEqual(windows);
  });
});
