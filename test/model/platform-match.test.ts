import { describe, expect, it } from 'vitest';
import { bestMatches, matchesPlatform, type Reach } from '../../src/model/platform-match.ts';
import { formatPlatform, parsePlatform } from '../../src/model/platform.ts';

/** All that are left of some offers, as they were written. */
function best(offers: string, wanted: string, reach: Reach = 'architecture'): string {
  const platforms = offers.split(' ').map((text) => ({ text, platform: parsePlatform(text) }));
  const found = bestMatches(platforms, parsePlatform(wanted), reach);
  return found.map(({ text }) => text).join(' ');
}

/** What a machine runs, as containerd's tests of Only and OnlyStrict have it. `own`: without other architectures. */
const RUNS = [
  { wanted: 'linux/amd64', own: '', other: 'linux/386', not: 'linux/amd64/v2 linux/arm/v7 linux/arm64 windows/amd64' },
  {
    wanted: 'linux/amd64/v3',
    own: 'linux/amd64/v2 linux/amd64/v1 linux/amd64',
    other: 'linux/386',
    not: 'linux/amd64/v4 linux/arm/v7 linux/arm64 windows/amd64',
  },
  { wanted: 'linux/386', own: '', other: '', not: 'linux/amd64 linux/arm64' },
  {
    wanted: 'linux/arm/v8',
    own: 'linux/arm linux/arm/v7 linux/arm/v6 linux/arm/v5',
    other: '',
    not: 'linux/arm/v4 linux/arm64 windows/arm',
  },
  { wanted: 'linux/arm/v7', own: 'linux/arm linux/arm/v6 linux/arm/v5', other: '', not: 'linux/arm/v8 linux/arm/v4' },
  { wanted: 'linux/arm', own: 'linux/arm/v7 linux/armhf linux/arm/v6 linux/armel', other: '', not: 'linux/arm64' },
  { wanted: 'linux/arm/v6', own: 'linux/arm/v5 linux/armel', other: '', not: 'linux/arm linux/arm/v7' },
  { wanted: 'linux/arm/v5', own: '', other: '', not: 'linux/arm linux/arm/v6 linux/arm/v4' },
  { wanted: 'linux/arm/v4', own: '', other: '', not: 'linux/arm linux/arm/v5' },
  {
    wanted: 'linux/arm64',
    own: 'linux/arm64/v8 linux/arm64/v8.0',
    other: 'linux/arm linux/arm/v8 linux/arm/v7 linux/arm/v6 linux/arm/v5',
    not: 'linux/arm/v4 linux/arm/v9 linux/arm64/v9 linux/arm64/v8.1 windows/arm',
  },
  {
    wanted: 'linux/arm64/v8.2',
    own: 'linux/arm64/v8.1 linux/arm64 linux/arm64/v8',
    other: 'linux/arm/v7',
    not: 'linux/arm64/v8.3 linux/arm64/v9',
  },
  {
    wanted: 'linux/arm64/v9',
    own: 'linux/arm64/v9.0 linux/arm64/v8.5 linux/arm64/v8.1 linux/arm64',
    other: 'linux/arm/v8 linux/arm/v5',
    not: 'linux/arm64/v8.6 linux/arm64/v9.1',
  },
  {
    wanted: 'linux/arm64/v9.1',
    own: 'linux/arm64/v9 linux/arm64/v8.6 linux/arm64/v8.5 linux/arm64/v8',
    other: 'linux/arm/v7',
    not: 'linux/arm64/v8.7 linux/arm64/v9.2',
  },
  { wanted: 'linux/riscv64', own: '', other: '', not: 'linux/amd64' },
  { wanted: 'windows/amd64', own: 'windows(10.0.17763)/amd64', other: 'windows/386', not: 'linux/amd64 windows/arm' },
];

const words = (text: string): string[] => text.split(' ').filter((word) => word !== '');

describe('matchesPlatform', () => {
  const cases = RUNS.flatMap(({ wanted, own, other, not }) => [
    ...[wanted, ...words(own)].map((offered) => ({ wanted, offered, architecture: true, machine: true })),
    ...words(other).map((offered) => ({ wanted, offered, architecture: false, machine: true })),
    ...words(not).map((offered) => ({ wanted, offered, architecture: false, machine: false })),
  ]);

  it.each(cases)('of $offered for $wanted: $architecture, on the machine $machine', ({ wanted, offered, ...says }) => {
    const ask = (reach: Reach) => matchesPlatform(parsePlatform(offered), parsePlatform(wanted), reach);
    expect({ architecture: ask('architecture'), machine: ask('machine') }).toEqual(says);
  });

  it.each([
    { offered: '10.0.17763.1', wanted: '10.0.17763', fits: true },
    { offered: '10.0.17763.1', wanted: '10.0.17763.5', fits: true },
    { offered: '10.0.17763.1', wanted: '10.0.18362.1', fits: false },
    { offered: '10.0.17763.1', wanted: '10.0.20348.1', fits: false },
    { offered: '10.0.20348.9', wanted: '10.0.20348.1', fits: true },
    { offered: '10.0.20348.1', wanted: '10.0.26100.1', fits: true },
    { offered: '10.0.25398.1', wanted: '10.0.26100.1', fits: true },
    { offered: '10.0.26100.1', wanted: '10.0.20348.1', fits: false },
    { offered: '10.0.17763.1', wanted: '10.0.26100.1', fits: false },
    { offered: '6.3.20348.1', wanted: '10.0.20348.1', fits: false },
    { offered: '10.0.17763.1', wanted: '10.0.1776', fits: false },
    { offered: '10.0.17763.1', wanted: '10.0', fits: true },
    { offered: 'ltsc2019', wanted: '10.0.17763', fits: false },
    { offered: 'ltsc2019', wanted: 'ltsc2019', fits: true },
  ])('of Windows $offered for $wanted is $fits', ({ offered, wanted, fits }) => {
    const windows = { os: 'windows', architecture: 'amd64' };
    expect(matchesPlatform({ ...windows, osVersion: offered }, { ...windows, osVersion: wanted }, 'machine')).toBe(
      fits,
    );
    expect(matchesPlatform(windows, { ...windows, osVersion: wanted }, 'machine')).toBe(true);
  });

  it.each([
    { offered: 'windows(+win32k)/amd64', wanted: 'windows/amd64', fits: false },
    { offered: 'windows(+win32k)/amd64', wanted: 'windows(+a+win32k)/amd64', fits: true },
    { offered: 'windows/amd64', wanted: 'windows(+win32k)/amd64', fits: true },
    { offered: 'freebsd(14.1)/amd64', wanted: 'freebsd(14)/amd64', fits: true },
    { offered: 'freebsd(13.1)/amd64', wanted: 'freebsd(14)/amd64', fits: false },
  ])('of $offered for $wanted is $fits', ({ offered, wanted, fits }) => {
    expect(matchesPlatform(parsePlatform(offered), parsePlatform(wanted), 'machine')).toBe(fits);
  });

  it('knows other names of a processor in what is offered', () => {
    expect(matchesPlatform({ os: 'linux', architecture: 'x86_64' }, parsePlatform('linux/amd64'), 'machine')).toBe(
      true,
    );
  });
});

describe('bestMatches', () => {
  it.each([
    { offers: 'linux/arm/v6 linux/arm/v7', wanted: 'linux/arm', gives: 'linux/arm/v7' },
    { offers: 'linux/arm/v6 linux/arm/v7', wanted: 'linux/armhf', gives: 'linux/arm/v7' },
    { offers: 'linux/arm/v7 linux/arm/v6', wanted: 'linux/armel', gives: 'linux/arm/v6' },
    { offers: 'linux/arm/v5 linux/arm/v6', wanted: 'linux/arm/v7', gives: 'linux/arm/v6' },
    { offers: 'linux/arm/v6 linux/arm', wanted: 'linux/arm/v7', gives: 'linux/arm' },
    { offers: 'linux/arm linux/arm/v7', wanted: 'linux/arm/v7', gives: 'linux/arm/v7' },
    { offers: 'linux/arm/v7 linux/arm', wanted: 'linux/arm', gives: 'linux/arm' },
    { offers: 'linux/amd64 linux/amd64/v2 linux/amd64/v3', wanted: 'linux/amd64/v2', gives: 'linux/amd64/v2' },
    { offers: 'linux/amd64/v3 linux/amd64', wanted: 'linux/amd64/v2', gives: 'linux/amd64' },
    { offers: 'linux/arm64/v8', wanted: 'linux/arm64', gives: 'linux/arm64/v8' },
    { offers: 'linux/arm64', wanted: 'linux/arm64/v8', gives: 'linux/arm64' },
    { offers: 'linux/arm64/v9 linux/arm64', wanted: 'linux/arm64', gives: 'linux/arm64' },
    { offers: 'linux/386 linux/amd64', wanted: 'linux/amd64', gives: 'linux/amd64' },
    { offers: 'linux/amd64 linux/amd64', wanted: 'linux/amd64', gives: 'linux/amd64 linux/amd64' },
    {
      offers: 'windows(10.0.17763.1)/amd64 windows(10.0.20348.1)/amd64',
      wanted: 'windows/amd64',
      gives: 'windows(10.0.17763.1)/amd64 windows(10.0.20348.1)/amd64',
    },
    { offers: 'windows(10.0.17763.1)/amd64 windows/amd64', wanted: 'windows/amd64', gives: 'windows/amd64' },
    {
      offers: 'windows(10.0.17763.9)/amd64 windows(10.0.17763.10)/amd64',
      wanted: 'windows(10.0.17763)/amd64',
      gives: 'windows(10.0.17763.10)/amd64',
    },
    {
      offers: 'windows(10.0.17763.9)/amd64 windows(10.0.17763.10)/amd64',
      wanted: 'windows(10.0.17763.9)/amd64',
      gives: 'windows(10.0.17763.9)/amd64',
    },
    {
      offers: 'windows/amd64 windows(10.0.26100.1)/amd64 windows(10.0.20348.1)/amd64',
      wanted: 'windows(10.0.26100)/amd64',
      gives: 'windows(10.0.26100.1)/amd64',
    },
    {
      offers: 'freebsd(14.1)/amd64 freebsd(14.2)/amd64 freebsd(13)/amd64',
      wanted: 'freebsd(14)/amd64',
      gives: 'freebsd(14.1)/amd64 freebsd(14.2)/amd64',
    },
    { offers: 'linux(+gpu)/amd64 linux/amd64', wanted: 'linux/amd64', gives: 'linux/amd64' },
    { offers: 'linux/amd64 linux(+gpu)/amd64', wanted: 'linux(+gpu)/amd64', gives: 'linux(+gpu)/amd64' },
    { offers: 'linux/s390x windows/amd64', wanted: 'linux/amd64', gives: '' },
  ])('takes "$gives" of $offers for $wanted', ({ offers, wanted, gives }) => {
    expect(best(offers, wanted)).toBe(gives);
  });

  it('comes to another architecture last', () => {
    expect(best('linux/386 linux/amd64', 'linux/amd64', 'machine')).toBe('linux/amd64');
    expect(best('linux/arm/v6 linux/arm/v7', 'linux/arm64', 'machine')).toBe('linux/arm/v7');
    expect(best('linux/arm/v6 linux/arm/v7', 'linux/arm64')).toBe('');
  });

  it('gives the offers themselves', () => {
    const offer = { platform: { os: 'LINUX', architecture: 'X86_64' }, name: 'mine' };
    expect(bestMatches([offer], parsePlatform('linux/amd64'), 'machine')).toEqual([offer]);
    expect(formatPlatform(offer.platform)).toBe('LINUX/X86_64');
  });
});
