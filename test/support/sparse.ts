import { paxItem, type TarItem } from './tar.ts';

/** A file with holes: its size, and what stands at which places. */
export interface SparseContent {
  readonly size: number;
  readonly parts: readonly (readonly [offset: number, data: Buffer])[];
}

/** The file with its holes filled. */
export function filled({ size, parts }: SparseContent): Buffer {
  const bytes = Buffer.alloc(size);
  for (const [offset, data] of parts) data.copy(bytes, offset);
  return bytes;
}

type Pairs = readonly (readonly [offset: string, length: string])[];

/** What the map of a file is made of; tests put other things there. */
export const pairsOf = ({ parts }: SparseContent): Pairs =>
  parts.map(([offset, data]) => [String(offset), String(data.length)]);

const stored = ({ parts }: SparseContent): Buffer => Buffer.concat(parts.map(([, data]) => data));

const octal = (number: string): Buffer => Buffer.from(`${Number(number).toString(8).padStart(11, '0')}\0`);

/** GNU's own format: four pairs in the header, 21 in each block behind it. */
export function gnuSparse(name: string, content: SparseContent, pairs = pairsOf(content)): TarItem[] {
  const fields = pairs.flat().map(octal);
  const extensions: Buffer[] = [];
  for (let start = 8; start < fields.length; start += 42) {
    const block = Buffer.alloc(512);
    Buffer.concat(fields.slice(start, start + 42)).copy(block);
    block.writeUInt8(start + 42 < fields.length ? 1 : 0, 504);
    extensions.push(block);
  }
  return [
    {
      name,
      type: 'S',
      dialect: 'gnu',
      data: Buffer.concat([...extensions, stored(content)]),
      sizeField: octal(String(stored(content).length)),
      fields: [
        [386, Buffer.concat(fields.slice(0, 8))],
        [482, Buffer.from([extensions.length > 0 ? 1 : 0])],
        [483, octal(String(content.size))],
      ],
    },
  ];
}

/** PAX 0.0: a record for each number; `paxItem` takes each key once, so the records are written here. */
export function pax00Sparse(name: string, content: SparseContent, pairs = pairsOf(content)): TarItem[] {
  const head = paxItem({ 'GNU.sparse.size': String(content.size), 'GNU.sparse.numblocks': String(pairs.length) });
  const records = pairs.flatMap(([offset, length]) => [
    paxItem({ 'GNU.sparse.offset': offset }).data as Buffer,
    paxItem({ 'GNU.sparse.numbytes': length }).data as Buffer,
  ]);
  const data = Buffer.concat([head.data as Buffer, ...records]);
  return [
    { ...head, data },
    { name, data: stored(content) },
  ];
}

/** PAX 0.1: all numbers in one record, and the name in another. */
export function pax01Sparse(name: string, content: SparseContent, pairs = pairsOf(content)): TarItem[] {
  const records = {
    'GNU.sparse.size': String(content.size),
    'GNU.sparse.numblocks': String(pairs.length),
    'GNU.sparse.name': name,
    'GNU.sparse.map': pairs.flat().join(','),
  };
  return [paxItem(records), { name: 'GNUSparseFile.1/x', data: stored(content) }];
}

/** PAX 1.0: the map stands before the data. */
export function pax10Sparse(
  name: string,
  content: SparseContent,
  pairs = pairsOf(content),
  count = String(pairs.length),
): TarItem[] {
  const records = {
    'GNU.sparse.major': '1',
    'GNU.sparse.minor': '0',
    'GNU.sparse.name': name,
    'GNU.sparse.realsize': String(content.size),
  };
  const map = Buffer.from(`${[count, ...pairs.flat()].join('\n')}\n`);
  const padding = Buffer.alloc((512 - (map.length % 512)) % 512);
  return [paxItem(records), { name: 'GNUSparseFile.1/x', data: Buffer.concat([map, padding, stored(content)]) }];
}

export const SPARSE_FORMS = [
  ['GNU', gnuSparse],
  ['PAX 0.0', pax00Sparse],
  ['PAX 0.1', pax01Sparse],
  ['PAX 1.0', pax10Sparse],
] as const;
