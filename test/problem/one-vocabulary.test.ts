import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const SRC = join(import.meta.dirname, '../../src');
/** The emulator plays the service, so it has codes of its own and must not learn them from the program it tests. */
const MAY_HAVE_CODES = /^(?:problem|emulator)\//;

const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts'));

/** A service code in full, or the beginning of one in a pattern: `/40900\d\d$/`. */
const CODE = /(?<!\w)(?:SVCSTG\.\w+\.)?[45]\d{6}(?!\w)/;
const PART_OF_CODE = /(?<![\w{,-])[45]\d{2,6}(?:\\d|\[|\$|\()/;

/** Literals and regular expressions with a code in them. Comments may name one. */
function codesIn(text: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node) && (CODE.test(node.text) || PART_OF_CODE.test(node.text))) {
      found.push(node.text);
    }
    const isText = ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
    // What a person may type is an example, not a question about an error.
    if ((isText || ts.isNumericLiteral(node)) && CODE.test(node.text) && !node.text.includes('swrctl explain ')) {
      found.push(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('x.ts', text, ts.ScriptTarget.Latest));
  return found;
}

describe('codes of the service', () => {
  it.each([
    { code: 'if (/4060074$/.test(code)) return;', found: ['/4060074$/'] },
    { code: 'const A = /40900\\d\\d$/;', found: ['/40900\\d\\d$/'] },
    { code: 'const A = /400009[789]$|x/;', found: ['/400009[789]$|x/'] },
    { code: "code.endsWith('4030170')", found: ['4030170'] },
    { code: "code === 'SVCSTG.SWR.4030170'", found: ['SVCSTG.SWR.4030170'] },
    { code: 'const A = `${prefix}.4030170`;', found: ['.4030170'] },
    { code: 'const A = { 5001101: 1 };', found: ['5001101'] },
    { code: '// refused with 4060074\nconst A = 64;', found: [] },
    { code: "hint('swrctl explain 4040113')", found: [] },
    { code: 'const A = /^[0-9a-f]{64}$/; const B = "1048576"; const C = 0x4060074f;', found: [] },
  ])('are seen in $code', ({ code, found }) => {
    expect(codesIn(code)).toEqual(found);
  });

  it('stand in src/problem/ alone; others ask for a name', () => {
    const offenders = sources
      .filter((file) => !MAY_HAVE_CODES.test(file))
      .map((file) => ({ file, text: readFileSync(join(SRC, file), 'utf8') }))
      .filter(({ text }) => /[45]\d\d/.test(text))
      .map(({ file, text }) => ({ file, codes: codesIn(text) }))
      .filter(({ codes }) => codes.length > 0);
    expect(offenders).toEqual([]);
  });

  it('are not shared with the emulator', () => {
    const imports = (file: string): string[] =>
      [...readFileSync(join(SRC, file), 'utf8').matchAll(/from '([^']+)'/g)].map(([, path = '']) => path);
    const sharing = sources.filter(
      (file) => file.startsWith('emulator/') && imports(file).some((path) => /\.\.\/problem\//.test(path)),
    );
    expect(sharing).toEqual([]);
  });
});
