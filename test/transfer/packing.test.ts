import { describe, expect, it } from 'vitest';
import { packingFor, packingName } from '../../src/transfer/packing.ts';

const igzip = { name: 'igzip', path: '/usr/bin/igzip' } as const;

describe('what a layer is packed with', () => {
  it.each([
    { size: 0, name: 'gzip-builtin-1' },
    { size: 1_048_575, name: 'gzip-builtin-1' },
    { size: 1_048_576, name: 'gzip-igzip-2' },
    { size: 5_000_000_000, name: 'gzip-igzip-2' },
  ])('follows from its size of $size bytes alone', ({ size, name }) => {
    const options = { gzipProgram: igzip, programFrom: 1_048_576 };
    expect(packingName('gzip', packingFor(options, size))).toBe(name);
    expect(packingName('gzip', packingFor(packingFor(options, size), size))).toBe(name);
  });

  it('is the program that was asked for, however small the layer', () => {
    expect(packingName('gzip', packingFor({ gzipProgram: igzip, level: 1 }, 10))).toBe('gzip-igzip-1');
  });
});
