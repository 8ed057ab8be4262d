/** What a pattern means and what it does not: for the client's reader and for the emulator's, which are not the same. */
export const DOUBLESTAR_CASES: readonly {
  readonly pattern: string;
  readonly yes: readonly string[];
  readonly no: readonly string[];
}[] = [
  { pattern: '', yes: ['', 'v1', 'a/b'], no: [] },
  { pattern: 'v1', yes: ['v1'], no: ['v10', 'av1', 'V1', ''] },
  { pattern: '*', yes: ['', 'app'], no: ['a/b'] },
  { pattern: 'v*', yes: ['v', 'v1', 'v1.2-rc_3'], no: ['1v', 'v/1'] },
  { pattern: '*.*.*', yes: ['1.2.3', '1.2.3.4'], no: ['1.2'] },
  { pattern: '**', yes: ['', 'app', 'a/b/c'], no: [] },
  { pattern: 'team/**', yes: ['team', 'team/a', 'team/a/b'], no: ['teams', 'x/team/a'] },
  { pattern: '**/app', yes: ['app', 'a/app', 'a/b/app'], no: ['myapp', 'a/myapp', 'app/a'] },
  { pattern: 'a/**/z', yes: ['a/z', 'a/b/z', 'a/b/c/z'], no: ['az', 'a/bz'] },
  { pattern: 'a**', yes: ['a', 'abc'], no: ['a/b'] },
  { pattern: 'v?', yes: ['v1'], no: ['v', 'v10', 'v/'] },
  { pattern: '{a,b*}', yes: ['a', 'b', 'bc'], no: ['ab', 'c'] },
  { pattern: 'library/{a,b/**}', yes: ['library/a', 'library/b', 'library/b/c/d'], no: ['library/a/c', 'a'] },
  { pattern: '{a,{b,c}d}e', yes: ['ae', 'bde', 'cde'], no: ['be', 'de'] },
  { pattern: '{a,}b', yes: ['ab', 'b'], no: ['a'] },
  { pattern: '{a}', yes: ['a'], no: ['{a}'] },
  { pattern: '[a-c]1', yes: ['a1', 'c1'], no: ['d1', '1'] },
  { pattern: '[^a-c]', yes: ['d'], no: ['a', '/'] },
  { pattern: '[!x-]', yes: ['y'], no: ['x', '-'] },
  { pattern: '[]a]', yes: [']', 'a'], no: ['b', ''] },
  { pattern: '[\\]x]', yes: [']', 'x'], no: ['\\', 'x]'] },
  { pattern: '[{]a,b}', yes: ['{a,b}'], no: ['a', '{a'] },
  { pattern: '{[,],x}', yes: [',', 'x'], no: ['[', ']'] },
  { pattern: '\\*', yes: ['*'], no: ['a', '\\*'] },
  { pattern: '\\{a,b\\}', yes: ['{a,b}'], no: ['a', 'b'] },
  { pattern: 'a.b+(c)', yes: ['a.b+(c)'], no: ['aXb+(c)', 'a.bb(c)'] },
  { pattern: 'a,b}', yes: ['a,b}'], no: ['a', 'b'] },
  { pattern: '$&^|', yes: ['$&^|'], no: ['', '$'] },
  { pattern: '{**,x}/z', yes: ['x/z', 'a/b/z'], no: ['z/x'] },
  { pattern: 'a,b', yes: ['a,b'], no: ['a', 'b'] },
];
