import { describe, expect, it } from 'vitest';
import { readAlignedPages } from '../../../src/swr/paging.ts';

/** A list of some entries in pages of the size that is asked for, which writes down the offsets. */
function service(size: number, { total, most = Infinity }: { total?: number | undefined; most?: number } = {}) {
  const asked: string[] = [];
  const page = ({ limit, offset }: { limit: number; offset: number }) => {
    asked.push(`${offset}/${limit}`);
    const length = Math.max(0, Math.min(limit, most, size - offset));
    const items = Array.from({ length }, (_, index) => offset + index);
    return Promise.resolve({ items, ...(total === undefined ? {} : { total }) });
  };
  return { asked, page };
}

const upTo = (size: number) => Array.from({ length: size }, (_, index) => index);

describe('readAlignedPages', () => {
  it.each([
    { size: 0, total: 0, asked: ['0/100'] },
    { size: 99, total: 99, asked: ['0/100'] },
    { size: 100, total: 100, asked: ['0/100'] },
    { size: 250, total: 250, asked: ['0/100', '100/100', '200/100'] },
    // Without a total only an empty page is the end.
    { size: 0, total: undefined, asked: ['0/100'] },
    { size: 99, total: undefined, asked: ['0/100', '100/100'] },
    { size: 200, total: undefined, asked: ['0/100', '100/100', '200/100'] },
    // A service that promises more than it has.
    { size: 100, total: 5000, asked: ['0/100', '100/100'] },
  ])('reads $size of $total in whole pages', async ({ size, total, asked: expected }) => {
    const { page, asked } = service(size, { total });
    expect(await readAlignedPages(page)).toEqual(upTo(size));
    expect(asked).toEqual(expected);
  });

  it.each([
    { max: 1, asked: ['0/1'] },
    { max: 30, asked: ['0/30'] },
    { max: 100, asked: ['0/100'] },
    { max: 130, asked: ['0/100', '100/100'] },
  ])('asks for a limit of $max at offsets that are a multiple of it', async ({ max, asked: expected }) => {
    const { page, asked } = service(250, { total: 250 });
    expect(await readAlignedPages(page, max)).toEqual(upTo(max));
    expect(asked).toEqual(expected);
  });

  it('ends with an error where every page is the same, or the list has no end', async () => {
    const same = () => Promise.resolve({ items: upTo(100) });
    await expect(readAlignedPages(same)).rejects.toMatchObject({ code: 'API_SHAPE' });
    const { page, asked } = service(Infinity);
    await expect(readAlignedPages(page)).rejects.toMatchObject({ code: 'API_SHAPE' });
    expect(asked.length).toBeLessThan(1001);
  });
});
