import { describe, expect, it } from 'vitest';
import { readMarkerPages, readPages } from '../../src/swr/paging.ts';

const LIST = Array.from({ length: 25 }, (_, index) => index);

/** A server with pages of `most`, which writes down what it was asked for. */
function server(most: number, headersOf: (offset: number) => Record<string, string> = () => ({})) {
  const asked: [limit: number, offset: number][] = [];
  const page = (limit: number, offset: number) => {
    asked.push([limit, offset]);
    return Promise.resolve({ value: LIST.slice(offset, offset + Math.min(limit, most)), headers: headersOf(offset) });
  };
  return { asked, page };
}

const range = (offset: number) => ({ 'content-range': `${offset}-10/25` });

describe('readPages', () => {
  it('reads to the total of Content-Range, also where pages are smaller than asked for', async () => {
    const { page, asked } = server(10, range);
    expect(await readPages(page)).toEqual(LIST);
    expect(asked).toEqual([
      [1000, 0],
      [1000, 10],
      [1000, 20],
    ]);
  });

  it('takes a page that is not full for the last one where there is no total', async () => {
    const { page, asked } = server(1000);
    expect(await readPages(page)).toEqual(LIST);
    expect(asked).toHaveLength(1);
  });

  it('takes the total from the body', async () => {
    const { page } = server(10);
    const withTotal = async (limit: number, offset: number) => {
      const { value, headers } = await page(limit, offset);
      return { value: { items: value, total: 25 }, headers };
    };
    expect(await readPages(withTotal, Infinity, 10)).toEqual(LIST);
  });

  it('stops early, and asks for no more than is wanted', async () => {
    const { page, asked } = server(1000, range);
    expect(await readPages(page, 3)).toEqual([0, 1, 2]);
    expect(asked).toEqual([[3, 0]]);
  });

  it('ends when a server promises more than it has', async () => {
    const { page } = server(10, () => ({ 'content-range': '0-10/99' }));
    expect(await readPages(page)).toEqual(LIST);
  });
});

describe('readMarkerPages', () => {
  it('follows markers to the end', async () => {
    const pages = [{ items: [1, 2], next: 'a' }, { items: [3], next: 'b' }, { items: [4] }];
    const asked: (string | undefined)[] = [];
    const read = (_limit: number, marker: string | undefined) => {
      asked.push(marker);
      return Promise.resolve(pages[asked.length - 1] ?? { items: [] });
    };
    expect(await readMarkerPages(read)).toEqual([1, 2, 3, 4]);
    expect(asked).toEqual([undefined, 'a', 'b']);
  });

  it('stops early', async () => {
    const read = (limit: number) => Promise.resolve({ items: LIST.slice(0, limit), next: 'more' });
    expect(await readMarkerPages(read, 2)).toEqual([0, 1]);
  });

  it('does not go round where a marker comes again', async () => {
    const read = () => Promise.resolve({ items: [1], next: 'same' });
    expect(await readMarkerPages(read)).toEqual([1, 1]);
  });
});
