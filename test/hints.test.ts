import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { commandsIn } from '../src/output/hint-commands.ts';
import { refusalOf, refusedCommands } from './support/hints.ts';

const SRC = join(import.meta.dirname, '../src');
/** What stands for a value that is known only at run time, by the text before it. */
function sampleFor(before: string): string {
  if (/(?:^|: )swrctl $/.test(before)) return 'repo list ';
  if (/--name $/.test(before)) return 'swr-pull';
  if (/--port $/.test(before)) return '5000';
  if (/region $/.test(before)) return 'cn-north-4';
  if (/share set .* $/.test(before) && before.includes('--account '))
    return /account $/.test(before) ? 'partner' : '--until 30d';
  if (/retention (?:set|preview) \S+ $/.test(before)) return '--keep-days 30';
  return /\w$/.test(before) ? '' : 'team/app';
}

/** Texts of the program, with a sample for each value in them. The emulator speaks for the service, not for us. */
function textsOf(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(join(SRC, file), 'utf8'), ts.ScriptTarget.Latest);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) found.push(node.text);
    if (ts.isTemplateExpression(node)) {
      found.push(
        node.templateSpans.reduce((text, { literal }) => text + sampleFor(text) + literal.text, node.head.text),
      );
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** A command alone, as an example of a help text. */
const EXAMPLE = /^swrctl (?!and |layer |reads |still )[a-z]/;

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !/^(?:emulator|completion)\//.test(file),
);
const texts = files.flatMap((file) =>
  textsOf(file)
    .map((text) => (EXAMPLE.test(text) ? `$: ${text}` : text))
    .filter((text) => commandsIn(text).length > 0)
    .map((text) => ({ file, text })),
);

describe('commands in texts of the program', () => {
  it('are found', () => {
    expect(texts.length).toBeGreaterThan(150);
  });

  it.each(texts)('$file: $text', async ({ text }) => {
    expect(await refusedCommands(text)).toEqual([]);
  });

  it.each(['repo lst', 'sync run team/app:v1', 'inspect', 'push app.tar --lable x', 'tag add team/app:v1'])(
    'would not be "swrctl %s"',
    async (line) => {
      expect(await refusalOf(line)).toBeDefined();
    },
  );
});
