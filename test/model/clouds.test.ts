import { describe, expect, it } from 'vitest';
import { regionWarning } from '../../src/app/settings/regions.ts';
import { endpointsOf } from '../../src/app/settings/settings.ts';
import { CLOUDS, cloudOfHost, placeOfRegistry } from '../../src/model/clouds.ts';
import { isHost, isListed } from '../../src/model/host.ts';
import { nearest } from '../../src/model/nearest.ts';

const places = CLOUDS.flatMap(({ domain, regions }) => regions.map((region) => ({ region, cloud: domain })));

describe('the clouds', () => {
  it.each(places)('$region of $cloud has its hosts', ({ region, cloud }) => {
    const registry = `swr.${region}.${cloud}`;
    expect(placeOfRegistry(registry)).toEqual({ region, cloud });
    const fromHost = endpointsOf({ region, registry });
    expect(fromHost).toEqual(endpointsOf({ region, cloud }));
    expect(fromHost.endpoint).toBe(`https://swr-api.${region}.${cloud}`);
    expect(fromHost.iamEndpoint).toBe(region === 'eu-ch2' ? undefined : `https://iam.${region}.${cloud}`);
    expect(regionWarning(region, cloud)).toBeUndefined();
  });

  it.each([
    ['swr.eu-de.otc.t-systems.com:443', 'otc.t-systems.com'],
    ['swr-api.eu-ch2.sc.otc.t-systems.com', 'sc.otc.t-systems.com'],
    ['team-abc.swr-pro.myhuaweicloud.com', 'myhuaweicloud.com'],
    ['swr.xx-north-1.cloud.example', 'cloud.example'],
    ['myhuaweicloud.com.evil.example', undefined],
    ['notmyhuaweicloud.com', undefined],
    ['swr.cn-north-4.myhuaweicloud.com.evil.example', 'myhuaweicloud.com.evil.example'],
    ['registry.example', undefined],
    ['127.0.0.1:5050', undefined],
    ['swr.example.com', undefined],
  ])('%s is of %s', (host, cloud) => {
    expect(cloudOfHost(host)).toBe(cloud);
  });

  it('a region without a host is of the cloud that has it, the vendor first', () => {
    expect(endpointsOf({ region: 'eu-nl' }).registry).toBe('swr.eu-nl.otc.t-systems.com');
    expect(endpointsOf({ region: 'ae-ad-1' }).registry).toBe('swr.ae-ad-1.myhuaweicloud.com');
    expect(endpointsOf({ region: 'ae-ad-1', cloud: 'g42cloud.com' }).registry).toBe('swr.ae-ad-1.g42cloud.com');
  });

  it('nothing follows from a region beside a registry of no cloud', () => {
    const { endpoint, iamEndpoint } = endpointsOf({ region: 'cn-north-4', registry: 'registry.example' });
    expect([endpoint, iamEndpoint]).toEqual([undefined, undefined]);
  });
});

describe('regionWarning', () => {
  it.each([
    ['cn-nroth-4', undefined, 'the nearest that it knows is "cn-north-4"'],
    ['eu-ed', 'otc.t-systems.com', '"eu-de"'],
    ['eu-de', 'myhuaweicloud.com', '--cloud otc.t-systems.com'],
    ['xx-moon-77', undefined, 'the usual pattern'],
    ['eu-de', 'cloud.example', '"cloud.example" is not a cloud'],
  ])('of %s in %s says %s', (region, cloud, says) => {
    expect(regionWarning(region, cloud)).toContain(says);
  });
});

describe('nearest', () => {
  it.each([
    ['wrok', ['work', 'home'], ['work']],
    ['p1', ['p0', 'p2', 'other'], ['p0', 'p2']],
    ['something', ['work', 'home'], []],
    ['x'.repeat(10_000), ['work'], []],
    ['work', [], []],
  ])('of %s among %j is %j', (word, known, expected) => {
    expect(nearest(word, known)).toEqual(expected);
  });
});

describe('hosts', () => {
  it.each(['a', 'a.b-c.example', 'A.example:5000', '127.0.0.1', '[::1]:5000'])('%s is one', (text) => {
    expect(isHost(text)).toBe(true);
  });

  it.each([
    ['r.example:5000', ['r.example'], true],
    ['r.example:5000', ['r.example:5000'], true],
    ['r.example:5000', ['r.example:5001'], false],
    ['r.example', ['r.example:80'], true],
    ['r.example', ['example'], false],
    ['[::1]:5000', ['[::1]'], true],
  ])('%s is on the list %j: %s', (host, list, expected) => {
    expect(isListed(host, list)).toBe(expected);
  });
});
