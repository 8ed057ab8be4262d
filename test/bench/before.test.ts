import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
// @ts-expect-error the benchmark is plain JavaScript
import { compareRow, readRun } from '../../scripts/bench/before.js';

const DOCUMENT = `
- A: push into an empty registry; 790 MB in 5 plain layers (ratios to skopeo)
- D: pull to a docker-archive (ratios to crane)
- F: one layer of 4 GiB: peak memory (ratios to nobody)

| scenario | who             | median | ratio | peak memory | bytes   | ratio | budget       | result |
| -------- | --------------- | ------ | ----- | ----------- | ------- | ----- | ------------ | ------ |
| A        | swrctl, builtin | 4.70 s | 0.83  | 166 MiB     | 336 MiB | 1.02  | time ≤ 1 ×   | holds  |
| A        | skopeo          | 5.69 s | 1.00  | 103 MiB     | 330 MiB | 1.00  |              |        |
| A        | crane           | absent |       |             |         |       |              |        |
| D        | swrctl          | 347 ms | 1.30  | 115 MiB     |         |       | time ≤ 1.3 × | holds  |
| F        | swrctl push     | 9.91 s |       | 127 MiB     |         |       | ≤ 150 MiB    | holds  |
`;

type Run = Map<string, { reference: string; rows: Map<string, { ms: number; ratio?: number }> }>;
type Compare = (run: Run, scenario: object, row: object) => { ratio: number; isSlower: boolean } | undefined;
const read = readRun as (text: string) => Run;
const compare = compareRow as Compare;

describe('the run that the document holds', () => {
  it('is read back as it was written', () => {
    const run = read(DOCUMENT);
    expect([...run.keys()]).toEqual(['A', 'D', 'F']);
    expect(run.get('A')?.reference).toBe('skopeo');
    expect([...(run.get('A')?.rows ?? [])]).toEqual([
      ['swrctl, builtin', { ms: 4700, ratio: 0.83 }],
      ['skopeo', { ms: 5690, ratio: 1 }],
    ]);
    expect(run.get('D')?.rows.get('swrctl')).toEqual({ ms: 347, ratio: 1.3 });
    expect(run.get('F')?.rows.get('swrctl push')).toEqual({ ms: 9910, ratio: undefined });
  });

  it('is that of docs/benchmarks.md, too', async () => {
    const run = read(await readFile(new URL('../../docs/benchmarks.md', import.meta.url), 'utf8'));
    expect(run.get('A')?.rows.get('swrctl, builtin')?.ratio).toBeGreaterThan(0.3);
    expect(run.size).toBeGreaterThan(10);
  });

  it.each([
    { timeRatio: 0.83, isSlower: false },
    { timeRatio: 0.95, isSlower: false },
    { timeRatio: 0.97, isSlower: true },
  ])('makes $timeRatio slower: $isSlower', ({ timeRatio, isSlower }) => {
    const scenario = { id: 'A', reference: 'skopeo' };
    const row = { name: 'swrctl, builtin', timeRatio };
    expect(compare(read(DOCUMENT), scenario, row)).toEqual({ ratio: 0.83, isSlower });
  });

  it.each([
    { why: 'another reference', scenario: { id: 'D', reference: 'skopeo' }, row: { name: 'swrctl', timeRatio: 9 } },
    { why: 'the reference itself', scenario: { id: 'A', reference: 'skopeo' }, row: { name: 'skopeo', timeRatio: 9 } },
    { why: 'who was absent', scenario: { id: 'A', reference: 'skopeo' }, row: { name: 'crane', timeRatio: 9 } },
    { why: 'no ratio', scenario: { id: 'F', reference: undefined }, row: { name: 'swrctl push' } },
    { why: 'a new scenario without ratios', scenario: { id: 'X', reference: undefined }, row: { name: 'swrctl' } },
    { why: 'a new scenario', scenario: { id: 'X', reference: 'skopeo' }, row: { name: 'swrctl', timeRatio: 9 } },
  ])('says nothing about $why', ({ scenario, row }) => {
    expect(compare(read(DOCUMENT), scenario, row)).toBeUndefined();
  });
});
