import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { tempDir } from './temp-dir.ts';

const run = promisify(execFile);

export interface Certificate {
  /** PEM. */
  readonly key: string;
  readonly cert: string;
  readonly certPath: string;
}

/** A self-signed certificate for a host, and for others if there are any, made by openssl. */
export async function makeCertificate(host = 'localhost', ...others: readonly string[]): Promise<Certificate> {
  const dir = await tempDir();
  const [keyPath, certPath] = [join(dir, 'key.pem'), join(dir, 'cert.pem')];
  const subject = [
    '-subj',
    `/CN=${host}`,
    '-addext',
    `subjectAltName=${[host, ...others].map((name) => `DNS:${name}`).join(',')}`,
  ];
  const files = ['-keyout', keyPath, '-out', certPath];
  await run('openssl', [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-days',
    '2',
    ...subject,
    ...files,
  ]);
  return { key: await readFile(keyPath, 'utf8'), cert: await readFile(certPath, 'utf8'), certPath };
}
