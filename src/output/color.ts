/** `--color`. */
export const COLOR_CHOICES = ['auto', 'always', 'never'] as const;

export type ColorChoice = (typeof COLOR_CHOICES)[number];

type Environment = Readonly<Record<string, string | undefined>>;

const isSet = (value: string | undefined): boolean => value !== undefined && value !== '';
const isOff = (value: string | undefined): boolean => value === '0' || value === 'false';

/**
 * Whether to use color on a stream. The flag beats the environment; NO_COLOR beats FORCE_COLOR and CLICOLOR_FORCE;
 * then CLICOLOR=0 and TERM=dumb say no; otherwise a terminal gets color and anything else does not.
 */
export function wantsColor(choice: ColorChoice, env: Environment, isTerminal: boolean): boolean {
  if (choice !== 'auto') return choice === 'always';
  if (isSet(env['NO_COLOR'])) return false;
  if (isSet(env['FORCE_COLOR'])) return !isOff(env['FORCE_COLOR']);
  if (isSet(env['CLICOLOR_FORCE']) && !isOff(env['CLICOLOR_FORCE'])) return true;
  return isTerminal && env['CLICOLOR'] !== '0' && env['TERM'] !== 'dumb';
}

/** Colors by what they mean. */
export interface Paint {
  readonly error: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly good: (text: string) => string;
  readonly hint: (text: string) => string;
  readonly heading: (text: string) => string;
  readonly quiet: (text: string) => string;
}

const same = (text: string): string => text;

export const PLAIN: Paint = { error: same, warning: same, good: same, hint: same, heading: same, quiet: same };

/** Loads chalk only when there is something to color. */
export async function loadPaint(isColored: boolean): Promise<Paint> {
  if (!isColored) return PLAIN;
  const { Chalk } = await import('chalk');
  const chalk = new Chalk({ level: 1 }); // the 16 colors that every terminal theme defines
  const { red, yellow, green, cyan, bold, dim } = chalk;
  return { error: red.bold, warning: yellow, good: green, hint: cyan, heading: bold, quiet: dim };
}
