import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SwrctlError } from '../../src/base/errors.ts';
import { isCode, meaningOf, retryOf, type CodeName } from '../../src/problem/codes.ts';
import { codeOfProblem } from '../../src/problem/parse.ts';

const errorWith = (serviceCode: string): SwrctlError =>
  new SwrctlError('FAILED', 'it failed', { service: { serviceCode } });

describe('codes of services', () => {
  it.each<{ code: string; name: CodeName }>([
    { code: 'SVCSTG.SWR.4060074', name: 'ORG_NOT_EMPTY' },
    { code: '4060074', name: 'ORG_NOT_EMPTY' },
    { code: 'SVCSTG.S2I.4040126', name: 'TRIGGER_MISSING' },
    { code: 'SVCSTG.SWR.5004002', name: 'WORKLOAD_NOT_FOUND' },
    { code: 'MANIFEST_INVALID', name: 'MANIFEST_INVALID' },
  ])('$code is $name, and nothing else is', ({ code, name }) => {
    expect(isCode(errorWith(code), name)).toBe(true);
    expect(isCode(errorWith(code), 'PARAMETER_INVALID')).toBe(false);
    expect(isCode(errorWith('SVCSTG.SWR.4999999'), name)).toBe(false);
    expect(isCode(new Error(code), name)).toBe(false);
    expect(isCode(new SwrctlError('FAILED', code), name)).toBe(false);
  });

  it.each([
    { code: 'SVCSTG.SWR.4031032', retry: 'throttled' },
    { code: 'APIGW.0308', retry: 'throttled' },
    { code: 'TOOMANYREQUESTS', retry: 'throttled' },
    { code: '4090023', retry: 'throttled' },
    { code: '5000059', retry: 'once' },
    { code: '4000045', retry: 'once' },
    { code: '5004002', retry: 'final' },
    { code: '5001101', retry: 'final' },
    { code: '5070070', retry: 'final' },
    { code: '4000098', retry: 'final' },
    { code: '4000014', retry: undefined },
    { code: '5000084', retry: undefined },
    { code: undefined, retry: undefined },
  ])('$code is tried again: $retry', ({ code, retry }) => {
    expect(retryOf(code)).toBe(retry);
  });

  it.each([
    { code: '4001090', status: 400, stands: 'NOT_FOUND' },
    { code: '5001101', status: 500, stands: 'NOT_FOUND' },
    { code: '4000097', status: 400, stands: 'REFUSED' },
    { code: '5007019', status: 500, stands: 'REFUSED' },
    { code: '4031042', status: 403, stands: 'THROTTLED' },
    { code: 'MANIFEST_INVALID', status: 400, stands: 'MANIFEST_REFUSED' },
    { code: '5004002', status: 500, stands: 'FAILED' },
    { code: '4060074', status: 406, stands: 'FAILED' },
    { code: '4040126', status: 404, stands: 'NOT_FOUND' },
  ])('$code with status $status stands for $stands', ({ code, status, stands }) => {
    expect(codeOfProblem(status, { serviceCode: `SVCSTG.SWR.${code}`.replace(/^SVCSTG\.SWR\.(?=[A-Z])/, '') })).toBe(
      stands,
    );
  });

  it('says nothing where the status does', () => {
    expect(meaningOf('SVCSTG.SWR.4000014')).toBeUndefined();
  });

  it('stand nowhere else in the program; the emulator has its own', () => {
    const src = join(import.meta.dirname, '../../src');
    const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.ts') && !/^(?:problem|emulator)\//.test(file),
    );
    const found = files.filter((file) => /['"`/][45]\d{6}(?:\$?\/|['"`])/.test(readFileSync(join(src, file), 'utf8')));
    expect(found).toEqual([]);
  });
});
