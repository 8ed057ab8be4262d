import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePlatform, formatPlatform, matchesPlatform, parsePlatform } from '../../src/model/platform.ts';

describe('parsePlatform', () => {
  it.each([
    { text: 'linux/amd64', gives: { os: 'linux', architecture: 'amd64' } },
    { text: 'linux/arm/v7', gives: { os: 'linux', architecture: 'arm', variant: 'v7' } },
    { text: 'Linux/x86_64', gives: { os: 'linux', architecture: 'amd64' } },
    { text: 'linux/aarch64', gives: { os: 'linux', architecture: 'arm64' } },
    { text: 'windows/AMD64', gives: { os: 'windows', architecture: 'amd64' } },
    { text: 'linux/ARM/V6', gives: { os: 'linux', architecture: 'arm', variant: 'v6' } },
  ])('reads $text', ({ text, gives }) => {
    expect(parsePlatform(text)).toEqual(gives);
  });

  it.each(['', 'linux', 'linux/', '/amd64', 'linux/arm/v7/x', 'linux/arm/', 'linux /amd64', 'linux/a md', 'all'])(
    'rejects "%s"',
    (text) => {
      expect(() => parsePlatform(text)).toThrow(expect.objectContaining({ code: 'REFERENCE_INVALID' }));
    },
  );

  it('reads back what formatPlatform writes', () => {
    const name = fc.constantFrom('linux', 'windows', 'amd64', 'arm', 'riscv64', 's390x', 'v7');
    const platform = fc.record(
      { os: name, architecture: name, variant: name },
      { requiredKeys: ['os', 'architecture'] },
    );
    fc.assert(
      fc.property(platform, (one) => {
        expect(parsePlatform(formatPlatform(one))).toEqual(one);
      }),
    );
  });
});

describe('matchesPlatform', () => {
  it.each([
    { offered: 'linux/arm64', wanted: 'linux/arm64', fits: true },
    { offered: 'linux/arm64/v8', wanted: 'linux/arm64', fits: true },
    { offered: 'linux/arm64', wanted: 'linux/arm64/v8', fits: true },
    { offered: 'linux/arm64/v9', wanted: 'linux/arm64/v8', fits: false },
    { offered: 'linux/arm/v6', wanted: 'linux/arm/v7', fits: false },
    { offered: 'linux/arm/v7', wanted: 'linux/arm', fits: true },
    { offered: 'linux/arm', wanted: 'linux/arm/v7', fits: false },
    { offered: 'windows/amd64', wanted: 'linux/amd64', fits: false },
    { offered: 'linux/amd64', wanted: 'linux/386', fits: false },
  ])('says $fits for $offered when $wanted is wanted', ({ offered, wanted, fits }) => {
    expect(matchesPlatform(parsePlatform(offered), parsePlatform(wanted))).toBe(fits);
  });

  it('knows other names of a processor in what is offered', () => {
    expect(matchesPlatform({ os: 'linux', architecture: 'x86_64' }, parsePlatform('linux/amd64'))).toBe(true);
  });
});

describe('decodePlatform', () => {
  it('keeps the OS version and leaves out what is empty', () => {
    const wire = { os: 'windows', architecture: 'amd64', variant: '', 'os.version': '10.0.1', 'os.features': ['x'] };
    expect(decodePlatform(wire, 'x')).toEqual({ os: 'windows', architecture: 'amd64', osVersion: '10.0.1' });
  });
});
