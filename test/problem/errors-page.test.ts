import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from '../support/run.ts';

/** The headings of the pages on errors: each is one text or several, as somebody would paste it. */
function headingsOf(page: string): string[] {
  const text = readFileSync(join(import.meta.dirname, '../..', page), 'utf8');
  const headings = [...text.matchAll(/^### (.+)$/gm)].map(([, heading = '']) => heading);
  return headings.flatMap((heading) => [heading, ...heading.split(/, (?!fail to|not B|and no|upload )|、/)]);
}

const PLACEHOLDER = 'SVCSTG.SWR.xxxxxxx';
const texts = [...headingsOf('docs/errors.md'), ...headingsOf('docs/zh-CN/errors.md')];

describe('explain', () => {
  it.each([...new Set(texts)].filter((text) => text !== PLACEHOLDER))(
    'knows %s of the pages on errors',
    async (text) => {
      const { exitCode, stdout, stderr } = await runCli(['explain', text, '-o', 'json']);
      expect(stderr).toBe('');
      expect(exitCode).toBe(0);
      expect(stdout).toMatch(/"hint": "\w/);
    },
  );

  it.each([
    {
      text: 'Error response from daemon: Get "https://swr.example/v2/": x509: certificate signed by unknown authority',
      hint: '--ca-file',
    },
    { text: 'dial tcp 10.0.0.1:443: i/o timeout', hint: 'swrctl doctor' },
    { text: 'Failed to pull image "swr.cn-north-4.myhuaweicloud.com/a/b:c": ErrImagePull', hint: 'swrctl k8s check' },
    { text: 'write /var/lib/docker/tmp/x: no space left on device', hint: 'TMPDIR' },
  ])('finds the words in $text', async ({ text, hint }) => {
    const { stdout } = await runCli(['explain', text]);
    expect(stdout).toContain(hint);
  });
});
