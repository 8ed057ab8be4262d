import { describe, expect, it } from 'vitest';
import { nextTarget } from '../../src/http/link.ts';

const next = (header: string | undefined): string | undefined => nextTarget(header, 'registry.example');

describe('nextTarget', () => {
  it.each([
    { name: 'a quoted relation', header: '</a?b=c>; rel="next"' },
    { name: 'a bare relation', header: '</a?b=c>; rel=next' },
    { name: 'no blanks', header: '</a?b=c>;rel="next"' },
    { name: 'blanks wherever they may be', header: ' </a?b=c> ; rel = "next" ' },
    { name: 'upper case', header: '</a?b=c>; REL="Next"' },
    { name: 'several relations', header: '</a?b=c>; rel="last next up"' },
    { name: 'a quoted comma before the relation', header: '</a?b=c>; title="x, y"; rel="next"' },
    { name: 'a quoted semicolon and brackets', header: '</a?b=c>; title="<x>; rel=\\"prev\\""; rel="next"' },
    { name: 'another parameter behind it', header: '</a?b=c>; rel="next"; title="x"' },
    { name: 'a parameter without a value', header: '</a?b=c>; crossorigin; rel="next"' },
    { name: 'an extended parameter', header: "</a?b=c>; title*=UTF-8'de'n%c3%a4chste; rel=next" },
    { name: 'an empty parameter', header: '</a?b=c>;; rel="next";' },
    { name: 'another link before it', header: '</p>; rel="prev", </a?b=c>; rel="next"' },
    { name: 'other links around it', header: '</p>; rel=first, </a?b=c>; rel=next, </z>; rel=last' },
    { name: 'the same twice', header: '</a?b=c>; rel=next, </a?b=c>; rel="next"' },
    { name: 'empty elements of the list', header: ', </a?b=c>; rel=next,,' },
    { name: 'only the first relation counts', header: '</a?b=c>; rel=next; rel=prev, </p>; rel=prev; rel=next' },
  ])('reads $name', ({ header }) => {
    expect(next(header)).toBe('/a?b=c');
  });

  it('keeps commas and semicolons of the target', () => {
    expect(next('</a?last=x,y;z>; rel="next"')).toBe('/a?last=x,y;z');
  });

  it.each([undefined, '', ' ', ',', '</a>; rel="prev"', '</a>', '</a>; title="rel=next"', '</a>; rel="nextish"'])(
    'finds no next page in %j',
    (header) => {
      expect(next(header)).toBeUndefined();
    },
  );

  it.each([
    '/a?b=c; rel="next"',
    '</a; rel="next"',
    '</a>; rel="next',
    '</a>; rel="next" </b>',
    '</a> rel="next"',
    'rel="next"',
    '</a>; rel="prev", /b; rel="next"',
    '</a>; rel=next, </b>; rel=next',
    `</a>; rel=next; title="${'x'.repeat(20_000)}"`,
    '<'.repeat(10_000),
  ])('refuses what it cannot read, and takes it for no end: %s', (header) => {
    expect(() => next(header)).toThrow(expect.objectContaining({ code: 'API_SHAPE' }));
  });
});
