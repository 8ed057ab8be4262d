/** The words of a command line that does what was meant, without the program. */
export type Meant = readonly string[];

/** A command line that could not be read, taken apart as well as one can without knowing its flags. */
export interface TypedLine {
  /** What is neither a flag nor, as far as one can see, the value of one. */
  readonly operands: readonly string[];
  /** The word behind the first of these flags, or behind its "="; undefined where none was typed. */
  readonly valueOf: (...flags: readonly string[]) => string | undefined;
}

/** Flags that take no value with any of the programs that people come from. */
const SWITCH = /^(?:-[afhiqtvy]+|--(?:all|force|quiet|yes|verbose|interactive|tty|help|debug|json|no-[a-z-]+))$/;

/** @param valueFlags flags that take a value although their letter is a switch elsewhere */
export function typedLine(argv: readonly string[], valueFlags: readonly string[] = []): TypedLine {
  const takesValue = (flag: string | undefined): boolean =>
    flag?.startsWith('-') === true &&
    flag.length > 1 &&
    !flag.includes('=') &&
    (valueFlags.includes(flag) || !SWITCH.test(flag));
  const isOperand = (word: string, index: number): boolean =>
    (word === '-' || !word.startsWith('-')) && !takesValue(argv[index - 1]);
  return {
    operands: argv.filter(isOperand),
    valueOf: (...flags) => {
      const index = argv.findIndex((word) => flags.includes(word.split('=')[0] ?? ''));
      const [, ...behind] = argv[index]?.split('=') ?? [];
      return behind.length > 0 ? behind.join('=') : index === -1 ? undefined : argv[index + 1];
    },
  };
}

/** Whether an operand says a tag, a repository or an organization. */
export type Shape = 'tag' | 'repo' | 'org';

export function shapeOf(name: string): Shape {
  if (withoutTag(name) !== name) return 'tag';
  return name.includes('/') ? 'repo' : 'org';
}

/** A name without `:TAG` and `@DIGEST`. */
export function withoutTag(name: string): string {
  const slash = name.lastIndexOf('/') + 1;
  const mark = name.slice(slash).search(/[:@]/);
  return mark === -1 ? name : name.slice(0, slash + mark);
}
