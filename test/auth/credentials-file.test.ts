import { describe, expect, it } from 'vitest';
import { parseCredentialsFile } from '../../src/auth/credentials-file.ts';

const key = { kind: 'access-key', accessKey: 'AKTESTVECTOR00000001', secretKey: 'Sk+With/Symbols=AndDigits' };
const row = `${key.accessKey},${key.secretKey}`;

describe('parseCredentialsFile', () => {
  it.each([
    { name: 'as the console writes it', text: `User Name,Access Key Id,Secret Access Key\n"ann",${row}\n` },
    {
      name: 'with BOM, CRLF and quotes',
      text: `\uFEFF"User Name","Access Key Id","Secret Access Key"\r\n"ann","${key.accessKey}","${key.secretKey}"\r\n`,
    },
    { name: 'in Chinese', text: `\uFEFF用户名,访问密钥ID,秘密访问密钥\r\nann,${row}` },
    { name: 'in another order', text: `Secret Access Key,Access Key Id\n${key.secretKey},${key.accessKey}\n` },
    {
      name: 'with semicolons',
      text: `User Name;Access Key Id;Secret Access Key\n"a;""b""";${row.replace(',', ';')}\n`,
    },
    {
      name: 'with blanks and empty lines',
      text: `\nAccess Key ID, Secret Access Key\n\n ${key.accessKey} , "${key.secretKey}" \n\n`,
    },
    { name: 'with a name of two lines', text: `User Name,Access Key Id,Secret Access Key\n"an\nn",${row}\n` },
    { name: 'without a last line end', text: `AK,SK\n${row}` },
  ])('reads a file $name', ({ text }) => {
    expect(parseCredentialsFile(Buffer.from(text), 'credentials.csv')).toEqual(key);
  });

  it('reads UTF-16 as spreadsheets save it', () => {
    const bytes = Buffer.from(
      `\uFEFFUser Name\tAccess Key Id\tSecret Access Key\r\nann\t${row.replace(',', '\t')}\r\n`,
      'utf16le',
    );
    expect(parseCredentialsFile(bytes, 'credentials.csv')).toEqual(key);
  });

  it.each([
    { name: 'two keys', text: `AK,SK\n${row}\n${row}\n`, says: 'holds 2 access keys' },
    { name: 'no key', text: 'AK,SK\n', says: 'holds no access key' },
    { name: 'half a key', text: `AK,SK\n${key.accessKey},\n`, says: 'holds no access key' },
    { name: 'a short row', text: `AK,SK\n${key.accessKey}\n`, says: 'holds no access key' },
    { name: 'no header', text: `ann,${row}\n`, says: 'has no columns' },
    { name: 'nothing', text: '', says: 'has no columns' },
    { name: 'a bare secret', text: key.secretKey, says: 'has no columns' },
    { name: 'an open quote', text: `AK,SK\n"${row}\n`, says: 'has no columns' },
    { name: 'bytes that are no text', text: '\0\x01\x02', says: 'has no columns' },
  ])('rejects $name without quoting it', ({ text, says }) => {
    const attempt = () => parseCredentialsFile(Buffer.from(text), 'credentials.csv');
    expect(attempt).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
    expect(attempt).toThrow(`credentials.csv ${says}`);
    expect(attempt).not.toThrow(key.secretKey);
  });
});
