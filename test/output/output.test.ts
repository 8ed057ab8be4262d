import { Writable } from 'node:stream';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import type { OutputRequest } from '../../src/output/format.ts';
import { createOutput, type Output, type View } from '../../src/output/output.ts';

interface Repo {
  readonly name: string;
  readonly public: boolean;
  readonly size: number;
  readonly digest: string;
  readonly updatedAt: Date;
  readonly tags?: readonly string[];
}

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

const REPOS: readonly Repo[] = [
  { name: 'team/web', public: true, size: 1536, digest: DIGEST, updatedAt: new Date('2026-08-17T00:00:00Z') },
  {
    name: 'team/镜像',
    public: false,
    size: 324 * 1024 ** 2,
    digest: DIGEST,
    updatedAt: new Date('2026-08-20T11:00:00.500Z'),
    tags: ['v1', 'v2'],
  },
];

const VIEW: View<Repo> = {
  columns: [
    { header: 'Name', value: ({ name }) => name },
    { header: 'Public', value: (repo) => repo.public },
    { header: 'Size', value: ({ size }) => size, kind: 'bytes' },
    { header: 'Digest', value: ({ digest }) => digest, kind: 'digest' },
    { header: 'Updated at', value: ({ updatedAt }) => updatedAt, kind: 'time' },
    { header: 'Tags', value: ({ tags }) => tags, wide: true },
  ],
  name: ({ name }) => name,
  empty: 'No repositories',
};

interface Captured {
  readonly output: Output;
  readonly stdout: () => string;
  readonly stderr: () => string;
}

function sink(isTTY: boolean): { stream: Writable & { isTTY: boolean }; text: () => string } {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk);
      done();
    },
  });
  return { stream: Object.assign(stream, { isTTY }), text: () => Buffer.concat(chunks).toString() };
}

function capture(request: OutputRequest, options: { tty?: boolean; quiet?: boolean; color?: boolean } = {}): Captured {
  const out = sink(options.tty ?? false);
  const err = sink(false);
  const output = createOutput({
    stdout: out.stream,
    stderr: err.stream,
    request,
    isQuiet: options.quiet ?? false,
    isColored: options.color ?? false,
    canAnimate: true,
    now: () => new Date('2026-08-20T12:00:00Z'),
  });
  return { output, stdout: out.text, stderr: err.text };
}

describe('a list', () => {
  it('is a table on a terminal', async () => {
    const { output, stdout } = capture({}, { tty: true });
    await output.list(REPOS, VIEW);
    expect(stdout()).toBe(
      [
        'NAME       PUBLIC     SIZE  DIGEST               UPDATED AT',
        'team/web   yes     1.5 KiB  sha256:0123456789ab  3 days ago',
        'team/镜像  no      324 MiB  sha256:0123456789ab  59 minutes ago',
        '',
      ].join('\n'),
    );
  });

  it('has all columns and full digests with -o wide', async () => {
    const { output, stdout } = capture({ format: 'wide' });
    await output.list(REPOS, VIEW);
    expect(stdout()).toContain(DIGEST);
    expect(stdout()).toMatch(/TAGS\n.*-\n.*v1, v2\n$/);
  });

  it('is TSV without headings in a pipe: bytes, ISO 8601', async () => {
    const { output, stdout } = capture({});
    await output.list(REPOS, VIEW);
    expect(stdout()).toBe(
      `team/web\ttrue\t1536\t${DIGEST}\t2026-08-17T00:00:00.000Z\n` +
        `team/镜像\tfalse\t339738624\t${DIGEST}\t2026-08-20T11:00:00.500Z\n`,
    );
  });

  it('is one name per line with -o name', async () => {
    const { output, stdout } = capture({ format: 'name' });
    await output.list(REPOS, VIEW);
    expect(stdout()).toBe('team/web\nteam/镜像\n');
  });

  it('is a bare array in JSON', async () => {
    const { output, stdout } = capture({ format: 'json' });
    await output.list(REPOS, VIEW);
    expect(JSON.parse(stdout())).toEqual(JSON.parse(JSON.stringify(REPOS)));
  });

  it('has only the fields asked for, in that order, null where a row has none', async () => {
    const { output, stdout } = capture({ format: 'json', fields: ['tags', 'name'] });
    await output.list(REPOS, VIEW);
    expect(stdout().replace(/\s/g, '')).toBe(
      '[{"tags":null,"name":"team/web"},{"tags":["v1","v2"],"name":"team/镜像"}]',
    );
  });

  it('goes through a query', async () => {
    const { output, stdout } = capture({ format: 'json', query: '[?size > `2000`].name | [0]' });
    await output.list(REPOS, VIEW);
    expect(stdout()).toBe('"team/镜像"\n');
  });

  it('is YAML that reads back as the same', async () => {
    const { output, stdout } = capture({ format: 'yaml' });
    await output.list(REPOS, VIEW);
    expect(parse(stdout())).toEqual(JSON.parse(JSON.stringify(REPOS)));
  });

  it.each([
    { format: 'json' as const, text: '[]\n', note: '' },
    { format: 'tsv' as const, text: '', note: 'No repositories\n' },
    { format: 'table' as const, text: '', note: 'No repositories\n' },
  ])('without rows prints "$text" as $format, and the note "$note"', async ({ format, text, note }) => {
    const { output, stdout, stderr } = capture({ format });
    await output.list([], VIEW);
    expect(stdout()).toBe(text);
    expect(stderr()).toBe(note);
  });

  it('colors the headings of a table and nothing else', async () => {
    const { output, stdout } = capture({ format: 'table' }, { color: true });
    await output.list(REPOS.slice(0, 1), VIEW);
    const [head, row] = stdout().split('\n');
    expect(head).toContain('\u001b[2mNAME');
    expect(row).not.toContain('\u001b');
  });
});

describe('one object', () => {
  const [repo] = REPOS;
  if (repo === undefined) throw new Error('no repository to show');

  it('is a line per field for people', async () => {
    const { output, stdout } = capture({}, { tty: true });
    await output.show(repo, VIEW);
    expect(stdout()).toContain(
      `Size:        1.5 KiB\nDigest:      ${DIGEST}\nUpdated at:  3 days ago\nTags:        -\n`,
    );
  });

  it('is key, tab, value in a pipe, with the names that JSON has', async () => {
    const { output, stdout } = capture({});
    await output.show(repo, VIEW);
    expect(stdout()).toContain('name\tteam/web\npublic\ttrue\nsize\t1536\n');
    expect(stdout()).toContain('\nupdatedAt\t2026-08-17T00:00:00.000Z\ntags\t\n');
  });

  it('is an object in JSON', async () => {
    const { output, stdout } = capture({ format: 'json', fields: ['name'] });
    await output.show(repo, VIEW);
    expect(stdout()).toBe('{\n  "name": "team/web"\n}\n');
  });
});

describe('text lines', () => {
  it.each([{}, { format: 'table' as const }, { format: 'tsv' as const }])('stay lines for %o', async (request) => {
    const { output, stdout } = capture(request);
    await output.lines(REPOS, ({ name, digest }) => `${name}@${digest}`);
    expect(stdout()).toBe(`team/web@${DIGEST}\nteam/镜像@${DIGEST}\n`);
  });

  it('become an array with JSON, also when there is only one', async () => {
    const { output, stdout } = capture({ format: 'json', fields: ['name'] });
    await output.lines(REPOS.slice(0, 1), ({ name }) => name);
    expect(JSON.parse(stdout())).toEqual([{ name: 'team/web' }]);
  });
});

describe('untrusted text', () => {
  const evil = { ...REPOS[0], name: 'a\tb\n\u001b[2Jc\u009bx\u202e' } as Repo;

  it.each(['table', 'wide', 'tsv', 'name', 'json', 'yaml'] as const)(
    'has no effect on a terminal as %s',
    async (format) => {
      const { output, stdout } = capture({ format });
      await output.list([evil], VIEW);
      // Tabs and ends of lines are the format's own; that the name has none is what the next test sees.
      const text = stdout().replace(/[\t\n]/g, '');
      expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/); // eslint-disable-line no-control-regex -- finding control characters is the purpose
    },
  );

  it.each(['json', 'yaml'] as const)('reads back from %s unchanged', async (format) => {
    const { output, stdout } = capture({ format });
    await output.list([evil], VIEW);
    expect((parse(stdout()) as Repo[])[0]?.name).toBe(evil.name);
  });

  it('is escaped in notes and warnings', () => {
    const { output, stderr } = capture({});
    output.warn('the server says \u001b[2J');
    expect(stderr()).toBe('Warning: the server says \\x1b[2J\n');
  });
});

describe('--quiet', () => {
  it('leaves stdout and silences notes, warnings and the empty note', async () => {
    const { output, stdout, stderr } = capture({ format: 'name' }, { quiet: true });
    output.note('note');
    output.warn('warning');
    await output.list([], VIEW);
    await output.list(REPOS, VIEW);
    expect(stdout()).toBe('team/web\nteam/镜像\n');
    expect(stderr()).toBe('');
  });
});

describe('writing', () => {
  it('waits until the stream has taken the text', async () => {
    let release: (() => void) | undefined;
    const slow = new Writable({ write: (_chunk, _encoding, done) => void (release = done) });
    const output = createOutput({ ...optionsFor(slow), request: {} });
    let isDone = false;
    const writing = output.text('x').then(() => (isDone = true));
    await expect.poll(() => release).toBeDefined();
    expect(isDone).toBe(false);
    release?.();
    await writing;
    expect(isDone).toBe(true);
  });

  it('passes on what went wrong', async () => {
    const broken = new Writable({ write: (_chunk, _encoding, done) => done(new Error('gone')) });
    broken.on('error', () => undefined);
    await expect(createOutput({ ...optionsFor(broken), request: {} }).text('x')).rejects.toThrow('gone');
  });
});

function optionsFor(stdout: Writable): Omit<Parameters<typeof createOutput>[0], 'request'> {
  const now = (): Date => new Date();
  return { stdout, stderr: sink(false).stream, isQuiet: false, isColored: false, canAnimate: false, now };
}
