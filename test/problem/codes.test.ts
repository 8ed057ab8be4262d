import { describe, expect, it } from 'vitest';
import { SwrctlError } from '../../src/base/errors.ts';
import { verdictOf } from '../../src/http/retry.ts';
import { CODE_ROWS, findCode, isCode, isNamed, type CodeName } from '../../src/problem/codes.ts';
import { explainCode } from '../../src/problem/explain.ts';

const rows = [...CODE_ROWS.values()];
const numbers = rows.filter(({ code }) => /^\d{7}$/.test(code));
const named = rows.filter((row): row is typeof row & { name: CodeName } => row.name !== undefined);
const ofService = (serviceCode: string): SwrctlError => new SwrctlError('FAILED', 'x', { service: { serviceCode } });

describe('the table of codes', () => {
  it('has each code once, and each name for one code', () => {
    expect(numbers.length).toBeGreaterThanOrEqual(198);
    expect(new Set(named.map(({ name }) => name)).size).toBe(named.length);
    expect(named.filter(({ name, code }) => name !== code && !/^[A-Z]+(_[A-Z]+)+$/.test(name))).toEqual([]);
  });

  it.each(numbers)('finds $code by number and with any prefix', (row) => {
    for (const prefix of ['', 'SVCSTG.SWR.', 'SVCSTG.S2I.', 'SWR.']) {
      expect(findCode(`${prefix}${row.code}`)).toBe(row);
      expect(explainCode(`${prefix}${row.code}`)).toMatchObject({ code: row.code, meaning: row.meaning });
    }
  });

  it.each(named)('knows $code by the name $name, and by no other', ({ code, name }) => {
    for (const serviceCode of /^\d/.test(code) ? [code, `SVCSTG.SWR.${code}`] : [code]) {
      expect(isNamed(serviceCode, name)).toBe(true);
      expect(isCode(ofService(serviceCode), name)).toBe(true);
      expect(named.filter((other) => isNamed(serviceCode, other.name)).map((other) => other.name)).toEqual([name]);
    }
  });

  it.each<{ name: CodeName; code: string }>([
    { name: 'ORG_NOT_EMPTY', code: '4060074' },
    { name: 'TRIGGER_NOT_FOUND', code: '4040126' },
    { name: 'PARAMETER_INVALID', code: '4000014' },
    { name: 'WORKLOAD_LOOKUP_FAILED', code: '5004002' },
    { name: 'ENHANCED_LOGIN_NOT_OFFERED', code: '4030170' },
    { name: 'SYNC_REGION_INVALID', code: '5001101' },
  ])('has $code for $name', ({ name, code }) => {
    expect(named.filter((row) => row.name === name).map((row) => row.code)).toEqual([code]);
  });

  it.each(['', '40600745', 'SVCSTG.SWR.40600740', 'SVCSTG.SWR.4060074 ', '060074', 'org_not_empty', 'toString'])(
    'takes "%s" for no code',
    (serviceCode) => {
      expect(findCode(serviceCode)).toBeUndefined();
      expect(isCode(ofService(serviceCode), 'ORG_NOT_EMPTY')).toBe(false);
    },
  );

  it.each([undefined, new Error('4060074'), { service: { serviceCode: '4060074' } }, new SwrctlError('FAILED', 'x')])(
    'takes %s for no error of a service',
    (error) => {
      expect(isCode(error, 'ORG_NOT_EMPTY')).toBe(false);
    },
  );
});

/** All that do not leave it to the HTTP status. */
const VERDICTS: Readonly<Record<string, readonly string[]>> = {
  throttled: ['4031032', '4031033', '4031042', '4090023', 'APIGW.0308', 'TOOMANYREQUESTS'],
  once: ['4000045', '5000059'],
  final: [
    ...['4000015', '4000097', '4000098', '4000099', '4001008', '4001028', '4001029'],
    ...['5001101', '5004002', '5006033', '5007019', '5070070', 'NAME_INVALID'],
  ],
};
const decided = new Map(Object.entries(VERDICTS).flatMap(([verdict, codes]) => codes.map((code) => [code, verdict])));

describe('the verdict on another try', () => {
  it.each(rows)('of $code comes from the table, else from the status', ({ code }) => {
    const known = decided.get(code);
    const serviceCode = /^\d/.test(code) ? `SVCSTG.SWR.${code}` : code;
    expect(verdictOf(500, { serviceCode })).toBe(known ?? 'retry');
    expect(verdictOf(503, { serviceCode })).toBe(known ?? 'throttled');
    expect(verdictOf(400, { serviceCode })).toBe(known ?? (code === 'UNAVAILABLE' ? 'retry' : 'final'));
  });

  it('has no code that the table lacks', () => {
    expect([...decided.keys()].filter((code) => !CODE_ROWS.has(code))).toEqual([]);
  });
});
