import { Option, type Command } from 'commander';
import { FORMATS, parseFields, type OutputFlags, type OutputRequest, outputRequest } from '../../output/format.ts';

const GROUP = 'Output options:';
const fieldsOf = new WeakMap<Command, readonly string[]>();

/**
 * Gives a command `-o/--output`, `--json[=field,…]` and `--query`, and lists the fields in its help.
 *
 * @param fields the JSON fields of one row: a contract with scripts. Source: docs/reference/contract.md#json-fields.
 */
export function withOutputOptions(command: Command, fields: readonly string[]): Command {
  const output = new Option('-o, --output <format>', 'how to print').choices(FORMATS).helpGroup(GROUP);
  return withJsonOptions(command.addOption(output), fields);
}

/** The same without `-o`, for commands whose `-o` names a file. */
export function withJsonOptions(command: Command, fields: readonly string[]): Command {
  fieldsOf.set(command, fields);
  const json = new Option('--json [=fields]', 'print JSON, only these fields if given: --json=a,b')
    .argParser((text: string) => parseFields(text, fields))
    .helpGroup(GROUP);
  const query = new Option('--query <expression>', 'print what a JMESPath expression finds, as JSON').helpGroup(GROUP);
  return command.addOption(json).addOption(query);
}

/** The JSON fields that a command documents. */
export function jsonFieldsOf(command: Command): readonly string[] | undefined {
  return fieldsOf.get(command);
}

/** True for a command whose `-o` chooses a format. */
export function hasFormats(command: Command): boolean {
  return command.options.find(({ long }) => long === '--output')?.argChoices !== undefined;
}

/** What the output flags of a command say. @throws {SwrctlError} USAGE when they contradict each other. */
export function outputRequestOf(command: Command): OutputRequest {
  const { output, json, query } = command.opts<OutputFlags>();
  return outputRequest({ output: hasFormats(command) ? output : undefined, json, query });
}

/**
 * Whether a command line that could not be read asks for JSON, as far as one can see: then its error is JSON too.
 */
export function looksLikeJson(argv: readonly string[]): boolean {
  return argv.some(
    (word, index) =>
      /^--(?:json|query)(?:=|$)/.test(word) ||
      /^(?:-o|--output=)json$/.test(word) ||
      (/^(?:-o|--output)$/.test(word) && argv[index + 1] === 'json'),
  );
}
