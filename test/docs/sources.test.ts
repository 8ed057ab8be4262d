import { describe, expect, it } from 'vitest';
import {
  countMarks,
  countRead,
  isKnownSource,
  leadsSomewhere,
  missingDocuments,
  missingPlaces,
  pageLinks,
  readFiles,
  slugOf,
  sourcesOf,
} from './sources.ts';

const code = readFiles('src', 'scripts', 'test');
const pages = readFiles('docs', 'README.md', 'CONTRIBUTING.md');
const all = [...code, ...pages];
/** A document that nobody who clones the repository has. */
const ABSENT = ['product', 'md'].join('.');
const SERVICE = 'docs/reference/service.md';

const faults = <T>(files: typeof all, find: (file: (typeof all)[number]) => readonly T[]): string[] =>
  files.flatMap((file) => find(file).map((fault) => `${file.path}: ${JSON.stringify(fault)}`));

describe('sources', () => {
  it('are headings of our pages, RFCs, issues or names of docs/reference/README.md', () => {
    const found = faults([...code, ...readFiles('docs/reference')], (file) =>
      sourcesOf(file).filter((source) => !isKnownSource(source)),
    );
    expect(found).toEqual([]);
  });

  it('stand in comments of their own in src, where the test above sees them', () => {
    expect(faults(readFiles('src'), (file) => (countMarks(file) === countRead(file) ? [] : ['Source:']))).toEqual([]);
  });

  it('are found at all', () => {
    expect(code.flatMap(sourcesOf).length).toBeGreaterThan(100);
  });
});

describe('links', () => {
  it('lead to a heading that there is', () => {
    expect(faults(all, (file) => pageLinks(file).filter((link) => !leadsSomewhere(link)))).toEqual([]);
  });

  it('name no document that the repository lacks', () => {
    expect(faults(all, missingDocuments)).toEqual([]);
  });
});

describe('places', () => {
  it('that CONTRIBUTING.md and the reference name are there', () => {
    expect(faults(readFiles('docs/reference', 'CONTRIBUTING.md'), missingPlaces)).toEqual([]);
  });
});

describe('what these tests look for', () => {
  const comment = (text: string) => ({ path: 'src/a.ts', text });

  it.each([
    ['a comment in one line', '/** Five. Source: RFC 1952, 2.3. Default 5. */', ['RFC 1952, 2.3']],
    ['a comment over lines', '/**\n * Five. Source: a\n * b; c.\n *\n * @throws x\n */', ['a b', 'c']],
    ['a line comment', '  // Sources: a; b.\n', ['a', 'b']],
    ['a tag', '/**\n * Five.\n *\n * @see POSIX, "x".\n * @returns y\n */', ['POSIX, "x"']],
  ])('reads the source of %s', (_, text, sources) => {
    expect(sourcesOf(comment(text))).toEqual(sources);
  });

  it.each([
    ['a document that is not here', ABSENT],
    ['a place in a document that is not here', `${ABSENT} §2`],
    ['a heading that is not there', `${SERVICE}#no-such-heading`],
    ['a page that is not there', `docs/reference/${ABSENT}#names`],
    ['a page that the list does not have', 'SWR API reference, "Making Coffee"'],
    ['somebody that the list does not have', 'hearsay'],
  ])('refuses %s', (_, source) => {
    expect(isKnownSource(source)).toBe(false);
  });

  it('sees a document that is not here', () => {
    expect(missingDocuments(comment(`// as ${ABSENT} has it`))).toEqual([ABSENT]);
    expect(missingDocuments(comment('// https://example.com/README.txt and docs/clouds.md'))).toEqual([]);
  });

  it('sees a place that is not there', () => {
    const text =
      'In `src/nowhere.ts`, `src/base/errors.ts`, `docs/clouds.md#sub-projects` and `src/commands/NOUN/VERB.ts`';
    expect(missingPlaces({ path: 'README.md', text })).toEqual(['src/nowhere.ts']);
  });

  it.each([
    ['What `a/b.ts` does, and why', 'what-abts-does-and-why'],
    ['2026-11-28 A node tree', '2026-11-28-a-node-tree'],
    ['See [this](https://example.com) page', 'see-this-page'],
  ])('makes the anchor of "%s"', (heading, anchor) => {
    expect(slugOf(heading)).toBe(anchor);
  });
});
