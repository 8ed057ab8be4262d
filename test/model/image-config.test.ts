import { describe, expect, it } from 'vitest';
import { digestOf } from '../../src/model/digest.ts';
import { MAX_CONFIG_SIZE, parseImageConfig } from '../../src/model/image-config.ts';

const diffID = digestOf('layer');
const parse = (value: unknown) => parseImageConfig(Buffer.from(JSON.stringify(value)), 'the config');
const minimal = { rootfs: { type: 'layers', diff_ids: [diffID] } };

describe('parseImageConfig', () => {
  it('reads what docker writes', () => {
    const config = parse({
      ...minimal,
      architecture: 'arm',
      os: 'linux',
      variant: 'v7',
      'os.version': '1',
      created: '2026-01-01T00:00:00Z',
      author: 'me',
      history: [{ created: '2026-01-01T00:00:00Z', created_by: 'ADD x', comment: 'c' }, { empty_layer: true }],
      config: {
        Env: ['A=b'],
        Cmd: ['/x'],
        Entrypoint: ['/e'],
        User: 'u',
        WorkingDir: '/w',
        Labels: { l: 'v' },
        ExposedPorts: { '80/tcp': {} },
        Volumes: { '/v': {} },
      },
    });
    expect(config).toEqual({
      platform: { os: 'linux', architecture: 'arm', variant: 'v7', osVersion: '1' },
      created: '2026-01-01T00:00:00Z',
      author: 'me',
      diffIDs: [diffID],
      history: [
        { created: '2026-01-01T00:00:00Z', createdBy: 'ADD x', comment: 'c', emptyLayer: false },
        { createdBy: '', emptyLayer: true },
      ],
      defaults: {
        env: ['A=b'],
        cmd: ['/x'],
        entrypoint: ['/e'],
        user: 'u',
        workingDir: '/w',
        labels: { l: 'v' },
        exposedPorts: ['80/tcp'],
        volumes: ['/v'],
      },
    });
  });

  it('takes null where docker writes null', () => {
    const Null = {
      Env: null,
      Cmd: null,
      Entrypoint: null,
      Labels: null,
      ExposedPorts: null,
      Volumes: null,
      OnBuild: null,
    };
    const config = parse({ rootfs: { type: 'layers', diff_ids: null }, history: null, config: Null });
    expect(config).toMatchObject({ diffIDs: [], history: [], defaults: { env: [], labels: {}, exposedPorts: [] } });
    expect(parse({ ...minimal, config: null }).defaults.cmd).toEqual([]);
  });

  it('takes a command that is one text, as early builders wrote it', () => {
    expect(parse({ ...minimal, config: { Cmd: '/run', Entrypoint: '/entry' } }).defaults).toMatchObject({
      cmd: ['/run'],
      entrypoint: ['/entry'],
    });
  });

  it('assumes linux/amd64 when nothing is said, and for empty texts', () => {
    expect(parse(minimal).platform).toEqual({ os: 'linux', architecture: 'amd64' });
    expect(parse({ ...minimal, os: '', architecture: '' }).platform).toEqual({ os: 'linux', architecture: 'amd64' });
  });

  it('takes "__proto__" for a label like any other', () => {
    const text = JSON.stringify({ ...minimal, config: { Labels: { x: 'evil' } } }).replace('"x"', '"__proto__"');
    const { labels } = parseImageConfig(Buffer.from(text), 'the config').defaults;
    expect(Object.entries(labels)).toEqual([['__proto__', 'evil']]);
    expect(({} as Record<string, unknown>)['evil']).toBeUndefined();
  });

  it('is not fooled by fields that come from a prototype', () => {
    const text = `{"__proto__":{"rootfs":{"diff_ids":[]}}}`;
    expect(() => parseImageConfig(Buffer.from(text), 'the config')).toThrow('the config.rootfs');
  });

  it.each([
    { name: 'no rootfs', value: {} },
    { name: 'a diffID that is no digest', value: { rootfs: { diff_ids: ['sha256:x'] } } },
    { name: 'an array', value: [] },
    { name: 'an environment of numbers', value: { ...minimal, config: { Env: [1] } } },
  ])('refuses $name', ({ value }) => {
    expect(() => parse(value)).toThrow(expect.objectContaining({ code: 'API_SHAPE' }));
  });

  it('refuses what is no JSON and what is too large', () => {
    expect(() => parseImageConfig(Buffer.from('{'), 'the config')).toThrow('the config is not JSON');
    const large = Buffer.alloc(MAX_CONFIG_SIZE + 1, ' ');
    expect(() => parseImageConfig(large, 'the config')).toThrow(expect.objectContaining({ code: 'API_SHAPE' }));
  });
});
