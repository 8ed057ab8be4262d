import type * as JmesPath from '@jmespath-community/jmespath';
import { SwrctlError } from '../base/errors.ts';

type JsonValue = Parameters<typeof JmesPath.search>[0];

const load = async (): Promise<typeof JmesPath> => {
  const [jmespath, { mendFunctions }] = await Promise.all([
    import('@jmespath-community/jmespath'),
    import('./query-functions.ts'),
  ]);
  mendFunctions(jmespath);
  return jmespath;
};

/**
 * Checks a JMESPath expression before any work is done.
 *
 * @throws {SwrctlError} USAGE with the position (from 1) of what is wrong.
 */
export async function checkQuery(expression: string): Promise<void> {
  const jmespath = await load();
  const problem = syntaxProblem(jmespath, expression);
  if (problem !== undefined) throw invalid(expression, `${problem} at position ${errorPosition(jmespath, expression)}`);
  const stranger = unknownFunction(jmespath, expression);
  if (stranger === undefined) return;
  throw invalid(expression, `there is no function "${String(stranger.value)}" (position ${stranger.start + 1})`);
}

/**
 * Applies a JMESPath expression to a JSON value.
 *
 * @throws {SwrctlError} USAGE when the value does not fit the expression's functions.
 */
export async function applyQuery(expression: string, value: unknown): Promise<unknown> {
  const { search } = await load();
  try {
    return search(value as JsonValue, expression);
  } catch (error) {
    throw invalid(expression, reason(error));
  }
}

function invalid(expression: string, problem: string): SwrctlError {
  return new SwrctlError('USAGE', `--query "${expression}" is not usable: ${problem}`, {
    hint: 'See swrctl help formatting, or https://jmespath.org for the language',
  });
}

function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^(?:Syntax error|syntax|Invalid type)[:,] */i, '');
}

function syntaxProblem({ compile }: typeof JmesPath, expression: string): string | undefined {
  try {
    compile(expression);
    return undefined;
  } catch (error) {
    return reason(error);
  }
}

interface Token {
  readonly type: string;
  readonly value: unknown;
  readonly start: number;
}

function tokensOf({ tokenize }: typeof JmesPath, expression: string): readonly Token[] {
  try {
    return tokenize(expression).filter(({ type }) => String(type) !== 'EOF');
  } catch {
    return []; // not even tokens: the caller then names the whole expression
  }
}

/** The parser does not say where it stopped: it is the first token that no longer continues what stands before it. */
function errorPosition(jmespath: typeof JmesPath, expression: string): number {
  const tokens = tokensOf(jmespath, expression);
  if (tokens.length === 0) return 1;
  const wrong = tokens.find((_token, index) => {
    const end = tokens[index + 1]?.start ?? expression.length;
    const problem = syntaxProblem(jmespath, expression.slice(0, end));
    return problem !== undefined && !problem.includes('EOF');
  });
  return (wrong?.start ?? expression.length) + 1;
}

function unknownFunction(jmespath: typeof JmesPath, expression: string): Token | undefined {
  const tokens = tokensOf(jmespath, expression);
  return tokens.find(
    ({ type, value }, index) =>
      type === 'UnquotedIdentifier' && tokens[index + 1]?.type === 'Lparen' && !jmespath.isRegistered(String(value)),
  );
}
