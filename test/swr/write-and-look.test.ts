import { describe, expect, it } from 'vitest';
import { SwrctlError } from '../../src/base/errors.ts';
import { writeAndLook } from '../../src/swr/write-and-look.ts';

const answered = (status: number, serviceCode?: string): SwrctlError =>
  new SwrctlError('FAILED', `status ${status}`, { service: { status, ...(serviceCode ? { serviceCode } : {}) } });

const failing = (error: Error) => () => Promise.reject(error);
const thereNow = () => Promise.resolve('there');
const notThere = () => Promise.reject(new SwrctlError('FAILED', 'not there'));

describe('a write that was taken', () => {
  it('gives what is there', async () => {
    expect(await writeAndLook(() => Promise.resolve(), thereNow)).toBe('there');
  });

  it('fails where the look finds no effect', async () => {
    await expect(writeAndLook(() => Promise.resolve(), notThere)).rejects.toThrow('not there');
  });
});

describe('a write that failed', () => {
  it.each([
    ['a server that failed', answered(500)],
    ['a gateway', answered(502)],
    ['a time limit of the server', answered(408)],
    ['a connection that broke', new SwrctlError('NETWORK', 'cut', { cause: { code: 'ECONNRESET' } })],
    [
      'a refusal after a try without an answer',
      new SwrctlError('CONFLICT', 'exists', { service: { status: 409, isAfterFailure: true } }),
    ],
  ])('by %s is done where the look finds it', async (_why, error) => {
    expect(await writeAndLook(failing(error), thereNow)).toBe('there');
    await expect(writeAndLook(failing(error), notThere)).rejects.toBe(error);
  });

  it.each([
    ['a refusal', answered(400)],
    ['what is missing', answered(404)],
    ['a code that is final whatever its status', answered(500, 'SVCSTG.SWR.5007019')],
    ['too many requests', new SwrctlError('THROTTLED', 'slow', { service: { status: 503 } })],
    ['a fault of ours', new TypeError('x')],
  ])('by %s is told at once, without a look', async (_why, error) => {
    let looks = 0;
    const look = () => Promise.resolve(++looks);
    await expect(writeAndLook(failing(error), look)).rejects.toBe(error);
    expect(looks).toBe(0);
  });

  it('and was interrupted during the look is an interruption', async () => {
    const stop = new SwrctlError('INTERRUPTED', 'interrupted');
    await expect(writeAndLook(failing(answered(500)), failing(stop))).rejects.toBe(stop);
  });
});
