/** One entry of a tar that a test makes by hand; everything can be wrong on purpose. */
export interface TarItem {
  readonly name: string;
  readonly data?: Buffer | string;
  /** Permissions. Default 0o644. */
  readonly mode?: number;
  /** Type flag. Default `0`, a file. */
  readonly type?: string;
  readonly link?: string;
  /** What the size field says, as bytes. Default: the size of the data in octal. */
  readonly sizeField?: Buffer;
  /** Default `ustar`. */
  readonly dialect?: 'ustar' | 'gnu' | 'v7';
  readonly prefix?: string;
  /** More fields, each with its place in the header. */
  readonly fields?: readonly (readonly [number, Buffer])[];
  /** Leaves the checksum wrong. */
  readonly isDamaged?: boolean;
}

const MAGIC = { ustar: 'ustar\x0000', gnu: 'ustar  \0', v7: '' };

const bytesOf = (data: Buffer | string | undefined): Buffer => (Buffer.isBuffer(data) ? data : Buffer.from(data ?? ''));

/** The header block of an entry. Source: POSIX.1-2008 pax, "ustar Interchange Format". */
export function tarHeader(item: TarItem): Buffer {
  const block = Buffer.alloc(512);
  const size = bytesOf(item.data).length.toString(8).padStart(11, '0');
  block.write(item.name, 0, 100, 'utf8');
  block.write(`${(item.mode ?? 0o644).toString(8).padStart(7, '0')}\0`, 100);
  block.write('0000000\0', 108);
  block.write('0000000\0', 116);
  (item.sizeField ?? Buffer.from(`${size}\0`)).copy(block, 124, 0, 12);
  block.write('00000000000\0', 136);
  block.write(item.type ?? '0', 156);
  block.write(item.link ?? '', 157, 100, 'utf8');
  block.write(MAGIC[item.dialect ?? 'ustar'], 257, 'latin1');
  block.write(item.prefix ?? '', 345, 155, 'utf8');
  for (const [start, bytes] of item.fields ?? []) bytes.copy(block, start);
  block.fill(' ', 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0) + (item.isDamaged ? 1 : 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

/** A tar file. `end: false` leaves out the two closing blocks. */
export function tarOf(items: readonly TarItem[], { end = true } = {}): Buffer {
  const parts = items.flatMap((item) => {
    const data = bytesOf(item.data);
    return [tarHeader(item), data, Buffer.alloc((512 - (data.length % 512)) % 512)];
  });
  return Buffer.concat([...parts, Buffer.alloc(end ? 1024 : 0)]);
}

/** A PAX header for the next entry, or with type `g` for all that follow. */
export function paxItem(records: Readonly<Record<string, string>>, type: 'x' | 'g' = 'x'): TarItem {
  const data = Object.entries(records).map(([key, value]) => paxRecord(key, value));
  return { name: 'PaxHeaders/next', type, data: Buffer.concat(data) };
}

function paxRecord(key: string, value: string): Buffer {
  const rest = Buffer.from(` ${key}=${value}\n`);
  let length = rest.length;
  while (length !== rest.length + String(length).length) length = rest.length + String(length).length;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}

/** GNU's record for a name (`L`) or link target (`K`) of the next entry that is too long for its field. */
export function gnuLongItem(type: 'L' | 'K', text: string): TarItem {
  return { name: '././@LongLink', type, data: `${text}\0`, dialect: 'gnu' };
}
