import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Format } from '../../src/output/format.ts';
import { createOutput, type Output } from '../../src/output/output.ts';
import type { View } from '../../src/output/view.ts';

interface Row {
  readonly name: string;
  readonly size: number;
  readonly text: string;
  readonly note?: string;
}

const ROWS: readonly Row[] = [
  { name: 'team/web', size: 1024, text: 'the public API of the service, written in Go' },
  { name: 'team/镜像', size: 2048, text: '镜像 仓库 的 说明 文字 很 长 很 长 很 长 很 长 很 长' },
];

const VIEW: View<Row> = {
  columns: [
    { header: 'Name', value: ({ name }) => name },
    { header: 'Size', value: ({ size }) => size, kind: 'bytes', drop: 2 },
    { header: 'Bytes', field: 'size', value: ({ size }) => size, kind: 'number', drop: 1 },
    { header: 'Text', value: ({ text }) => text, flow: 'shorten' },
    { header: 'Note', value: ({ note }) => note },
  ],
  name: ({ name }) => name,
};

function capture(columns: number | undefined, format?: Format): { output: Output; stdout: () => string } {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk);
      done();
    },
  });
  const output = createOutput({
    stdout: Object.assign(stream, columns === undefined ? { isTTY: false } : { isTTY: true, columns }),
    stderr: new Writable({ write: (_chunk, _encoding, done) => done() }),
    request: { format },
    isQuiet: false,
    isColored: false,
    canAnimate: true,
    now: () => new Date('2026-08-20T12:00:00Z'),
  });
  return { output, stdout: () => Buffer.concat(chunks).toString() };
}

async function listed(columns: number | undefined, view: View<Row> = VIEW, format?: Format): Promise<string[]> {
  const { output, stdout } = capture(columns, format);
  await output.list(ROWS, view);
  return stdout().split('\n').slice(0, -1);
}

describe('a table on a terminal', () => {
  it('has all columns with a value where there is room', async () => {
    const [head, web] = await listed(120);
    expect(head).toMatch(/^NAME +SIZE +BYTES +TEXT$/);
    expect(web).toMatch(/^team\/web +1 KiB +1024 +the public API of the service, written in Go$/);
  });

  it.each([
    { columns: 60, head: /^NAME +SIZE +BYTES +TEXT$/, web: /the public API of the service,?…$/ },
    { columns: 42, head: /^NAME +SIZE +TEXT$/, web: /1 KiB +the public API of the…$/ },
    { columns: 36, head: /^NAME +TEXT$/, web: /team\/web +the public API of the…$/ },
  ])('shortens text after a word, then drops columns in their order, in $columns', async ({ columns, head, web }) => {
    const lines = await listed(columns);
    expect(lines[0]).toMatch(head);
    expect(lines[1]).toMatch(web);
    for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(columns);
  });

  it('wraps what a view does not want to lose', async () => {
    const wrapping = {
      ...VIEW,
      columns: VIEW.columns.map((column) => ({ ...column, drop: 1, flow: 'wrap' as const })),
    };
    const lines = await listed(40, {
      ...wrapping,
      columns: wrapping.columns.slice(0, 1).concat(wrapping.columns.slice(3)),
    });
    expect(lines.slice(1, 4).join('\n')).toMatch(/^team\/web +the public API of the\n +service, written in Go\n/);
  });

  it('never breaks a word, even where it does not fit', async () => {
    const { output, stdout } = capture(12);
    await output.list([{ name: 'a-name-that-is-longer-than-the-screen', size: 1, text: 'unbreakable' }], VIEW);
    expect(stdout()).toContain('a-name-that-is-longer-than-the-screen');
    expect(stdout()).toContain('unbreakable');
  });

  it.each([undefined, 0])(
    'is not narrowed in a pipe, with -o wide, and is 80 wide where the size is 0 (%s)',
    async (columns) => {
      expect((await listed(40, VIEW, 'wide'))[0]).toMatch(/^NAME +SIZE +BYTES +TEXT +NOTE$/);
      expect((await listed(undefined, VIEW, 'table'))[1]).toContain('written in Go');
      expect((await listed(columns, VIEW, 'table'))[0]).toMatch(/^NAME +SIZE +BYTES +TEXT( +NOTE)?$/);
    },
  );

  it('leaves names from the data as they are in the headings, which TSV has then, too', async () => {
    const open: View<Row> = {
      ...VIEW,
      columns: [...VIEW.columns, { header: 'My-Org/x', isData: true, value: () => 'r' }],
    };
    expect((await listed(200, open))[0]).toMatch(/TEXT +My-Org\/x$/);
    expect((await listed(undefined, open))[0]).toBe('name\tsize\tsize\ttext\tnote\tMy-Org/x');
  });
});

describe('one object on a terminal', () => {
  it('goes on below its value, or below its name where a word needs the room', async () => {
    const { output, stdout } = capture(40);
    await output.show({ name: 'x'.repeat(36), size: 1, text: ROWS[0]?.text ?? '' }, VIEW);
    expect(stdout()).toContain(`Name:\n  ${'x'.repeat(36)}\n`);
    expect(stdout()).toContain('Text:   the public API of the service,\n        written in Go\n');
  });

  it('has the keys of JSON in TSV, whatever the columns are called', async () => {
    const { output, stdout } = capture(undefined);
    const view: View<Row> = {
      ...VIEW,
      columns: [{ header: 'Bytes in all', field: 'size', value: ({ size }) => size }],
    };
    await output.show({ name: 'a', size: 1, text: 'b' }, view);
    expect(stdout()).toBe('size\t1\nname\ta\ntext\tb\n');
  });
});

/** Chinese letters take two columns. */
const columnsOf = (text: string): number => text.replace(/[\u2e80-\uffef]/g, 'xx').length;
