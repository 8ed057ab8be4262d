import { SwrctlError } from '../base/errors.ts';
import type { AccessKey } from './credential.ts';

/** Header cells as the console writes them, without blanks and in lower case: English, Chinese, and as people type them. */
const ACCESS_KEY_COLUMNS = new Set(['accesskeyid', 'accesskey', 'ak', '访问密钥id', '访问密钥']);
const SECRET_KEY_COLUMNS = new Set(['secretaccesskey', 'secretkey', 'sk', '秘密访问密钥', '私有访问密钥']);
const HINT = 'Give the credentials.csv as the console hands it out, with one access key in it';

/**
 * Reads the `credentials.csv` that the console hands out for a new access key: a header (English or Chinese, any
 * order of columns) and one row. UTF-8 with or without BOM, or UTF-16 as spreadsheets save it.
 *
 * @param label how messages name the file.
 * @throws {SwrctlError} CONFIG_INVALID when it is something else or holds several keys.
 */
export function parseCredentialsFile(bytes: Buffer, label: string): AccessKey {
  const rows = parseCsv(decodeText(bytes)).filter((row) => row.some((cell) => cell !== ''));
  const [header = [], first, ...more] = rows;
  const columns = header.map((cell) => cell.toLowerCase().replace(/[\s_-]/g, ''));
  const accessKeyAt = columns.findIndex((column) => ACCESS_KEY_COLUMNS.has(column));
  const secretKeyAt = columns.findIndex((column) => SECRET_KEY_COLUMNS.has(column));
  if (accessKeyAt === -1 || secretKeyAt === -1)
    throw invalid(label, 'has no columns "Access Key Id" and "Secret Access Key"');
  if (more.length > 0) throw invalid(label, `holds ${more.length + 1} access keys`);
  const [accessKey, secretKey] = [first?.[accessKeyAt], first?.[secretKeyAt]];
  if (!accessKey || !secretKey) throw invalid(label, 'holds no access key');
  return { kind: 'access-key', accessKey, secretKey };
}

/**
 * The `docker login` line in a CSV that the console hands out for a long-term credential of an instance, where its users
 * cannot make one themselves. Undefined where no cell is one.
 */
export function findLoginLine(bytes: Buffer): string | undefined {
  return parseCsv(decodeText(bytes))
    .flat()
    .find((cell) => /^(?:sudo )?(?:docker|podman|nerdctl) login\s/.test(cell));
}

function invalid(label: string, what: string): SwrctlError {
  return new SwrctlError('CONFIG_INVALID', `${label} ${what}`, { hint: HINT });
}

/** Text of a file that a person saved: UTF-8, or UTF-16 when a byte order mark says so. */
export function decodeText(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le', 2);
  return bytes.toString('utf8').replace(/^\uFEFF/, '');
}

/** RFC 4180 with blanks around cells cut off. Also takes `;` and tabs, which spreadsheets write in some countries. */
function parseCsv(text: string): string[][] {
  const cell = /(?: *"((?:[^"]|"")*)" *|([^",;\t\r\n]*))([,;\t]|\r?\n|\r|$)/y;
  const rows: string[][] = [[]];
  while (cell.lastIndex < text.length) {
    const match = cell.exec(text);
    if (match === null) return [];
    const [, quoted, plain = '', end = ''] = match;
    rows.at(-1)?.push((quoted?.replaceAll('""', '"') ?? plain).trim());
    if (!/^[,;\t]$/.test(end)) rows.push([]);
  }
  return rows;
}
