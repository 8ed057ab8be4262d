import { describe, expect, it } from 'vitest';
import { SwrctlError, type ErrorCode } from '../../src/base/errors.ts';
import { EXIT_CODES } from '../../src/base/exit-codes.ts';
import { loadPaint } from '../../src/output/color.ts';
import { asFailure, exitCodeOf, formatFailure } from '../../src/output/failure.ts';

const TEXT = { isJson: false };
const JSON_LINE = { isJson: true };

const denied = new SwrctlError('AUTH_DENIED', 'team/web:v1 cannot be pushed', {
  hint: 'Run: swrctl login',
  service: { serviceCode: 'DENIED', status: 403, requestId: '1f2e', text: 'no   right\non it' },
});

describe('formatFailure', () => {
  it('says what, why and what to do', () => {
    expect(formatFailure(denied, TEXT)).toBe(
      'Error: team/web:v1 cannot be pushed\nCause: DENIED: no right on it (HTTP 403, request id 1f2e)\nHint: Run: swrctl login\n',
    );
  });

  it('writes one line of JSON with every field of the contract', () => {
    const line = formatFailure(denied, JSON_LINE);
    expect(line.trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(line)).toEqual({
      code: 'AUTH_DENIED',
      message: 'team/web:v1 cannot be pushed',
      cause: { serviceCode: 'DENIED', status: 403, requestId: '1f2e' },
      hint: 'Run: swrctl login',
      exitCode: 4,
    });
  });

  it('has null in JSON for what is not known', () => {
    expect(JSON.parse(formatFailure(new SwrctlError('FAILED', 'x', { hint: 'Go' }), JSON_LINE))).toEqual({
      code: 'FAILED',
      message: 'x',
      cause: { serviceCode: null, status: null, requestId: null },
      hint: 'Go',
      exitCode: 1,
    });
  });

  it.each([
    { service: { status: 502 }, cause: 'Cause: HTTP 502' },
    { service: { text: 'gone' }, cause: 'Cause: gone' },
    { service: { status: 500, text: 'x'.repeat(2000) }, cause: `Cause: ${'x'.repeat(600)}... (HTTP 500)` },
  ])('shows as much of the answer as there is: $cause', ({ service, cause }) => {
    expect(formatFailure(new SwrctlError('FAILED', 'x', { service, hint: 'Go' }), TEXT)).toBe(
      `Error: x\n${cause}\nHint: Go\n`,
    );
  });

  it('says what to do next about every error', () => {
    for (const code of Object.keys(EXIT_CODES) as ErrorCode[]) {
      expect(formatFailure(new SwrctlError(code, 'x'), TEXT)).toMatch(/^Error: x\nHint: [A-Z].+[^.]\n$/);
    }
  });

  it('follows the causes without saying anything twice', () => {
    const root = new Error('read ECONNRESET');
    const middle = new Error('request failed: read ECONNRESET', { cause: root });
    const text = formatFailure(new SwrctlError('NETWORK', 'the upload broke off', { cause: middle, hint: 'Go' }), TEXT);
    expect(text).toBe('Error: the upload broke off\nCause: request failed: read ECONNRESET\nHint: Go\n');
  });

  it('survives a cause that is its own cause', () => {
    const error = new Error('round');
    error.cause = error;
    expect(formatFailure(new SwrctlError('FAILED', 'x', { cause: error, hint: 'Go' }), TEXT)).toBe(
      'Error: x\nCause: round\nHint: Go\n',
    );
  });

  it('joins what several addresses of a host said', () => {
    const cause = new AggregateError([
      new Error('connect ECONNREFUSED ::1'),
      new Error('connect ECONNREFUSED 127.0.0.1'),
    ]);
    expect(formatFailure(new SwrctlError('NETWORK', 'x', { cause }), TEXT)).toContain(
      'Cause: connect ECONNREFUSED ::1; connect ECONNREFUSED 127.0.0.1\n',
    );
  });

  it('lets no foreign text act on the terminal or pass for a line of ours', () => {
    const error = new SwrctlError('FAILED', 'bad\u001b[2J\nHint: run evil', {
      service: { text: 'x\u009b\nHint: y' },
      hint: 'Go',
    });
    expect(formatFailure(error, TEXT)).toBe(
      'Error: bad\\x1b[2J\n       Hint: run evil\nCause: x\\x9b Hint: y\nHint: Go\n',
    );
    expect(formatFailure(error, JSON_LINE)).not.toMatch(/[\u001b\u009b]/); // eslint-disable-line no-control-regex -- finding control characters is the purpose
  });

  it('shows a stack only with --debug', () => {
    expect(formatFailure(denied, TEXT)).not.toContain('failure.test.ts');
    expect(formatFailure(denied, { isJson: false, isDebug: true })).toContain('failure.test.ts');
    expect(formatFailure(denied, { isJson: true, isDebug: true })).toMatch(/failure\.test\.ts[^]*\n\{"code":.*\}\n$/);
  });

  it('colors the words in front', async () => {
    const text = formatFailure(denied, { isJson: false, paint: await loadPaint(true) });
    expect(text).toContain('\u001b[31m');
  });
});

describe('asFailure', () => {
  const system = (code: string, extra: object = {}): Error =>
    Object.assign(new Error(`${code}: something, write`), { code, ...extra });

  it.each([
    ['ENOSPC', 'DISK', 'the disk is full'],
    ['EACCES', 'DISK', 'permission denied'],
    ['EISDIR', 'DISK', 'a file is needed, but this is a folder'],
    ['EMFILE', 'DISK', 'too many files are open'],
    ['EPIPE', 'DISK', 'the program that reads the output has gone away'],
    ['EROFS', 'DISK', 'the file system is read-only'],
    ['ECONNREFUSED', 'NETWORK', 'the connection was refused'],
  ])('turns %s into %s: %s', (code, expected, message) => {
    expect(asFailure(system(code))).toMatchObject({ code: expected, message });
  });

  it('names the file that the system names', () => {
    expect(asFailure(system('ENOENT', { path: '/tmp/x' })).message).toBe('there is no such file or folder at "/tmp/x"');
  });

  it.each([[new TypeError('x is not a function')], ['a string'], [undefined], [{ odd: true }]])(
    'turns anything else into FAILED: %o',
    (thrown) => {
      const failure = asFailure(thrown);
      expect(failure.code).toBe('FAILED');
      expect(failure.message).not.toBe('');
    },
  );
});

describe('exitCodeOf', () => {
  it.each(Object.entries(EXIT_CODES))('ends %s with %d', (code, status) => {
    expect(exitCodeOf(new SwrctlError(code as ErrorCode, 'x'))).toBe(status);
  });
});
