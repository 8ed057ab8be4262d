import { Help, type Command, type HelpConfiguration, type Option } from 'commander';
import { jsonFieldsOf } from '../options/output-options.ts';
import { isInherited } from '../options/setting-options.ts';

const title = (text: string): string => text.replace(/:$/, '').toUpperCase();

/** `USAGE`, `OPTIONS`, … each on a line of its own, as gh has it. */
export const helpLayout: HelpConfiguration = {
  styleTitle: (text) => (text === 'Usage:' ? 'USAGE\n ' : title(text)),
  subcommandTerm: (command) => command.name(),
  commandUsage: usageLine,
  optionTerm: (option) => option.flags.replace(' [=', '[='),
  optionDescription: describeOption,
  formatHelp: (command, helper) => {
    const all = helper.visibleOptions.bind(helper);
    helper.visibleOptions = (shown) => all(shown).filter((option) => !isInherited(option));
    const text = commandsFirst(Help.prototype.formatHelp.call(helper, command, helper));
    return `${text}${aliasSection(command)}${jsonSection(command)}`;
  },
};

function usageLine(command: Command): string {
  const path: string[] = [];
  for (let part: Command | null = command; part !== null; part = part.parent) path.unshift(part.name());
  return `${path.join(' ')} ${command.commands.length > 0 ? 'COMMAND [options]' : command.usage()}`;
}

function describeOption({ description, argChoices, defaultValue }: Option): string {
  const choices = argChoices === undefined ? '' : `: ${argChoices.join(', ')}`;
  const isTold = typeof defaultValue === 'string' || typeof defaultValue === 'number';
  return `${description}${choices}${isTold ? ` (default: ${defaultValue})` : ''}`;
}

/** What there is comes before how to tune it. */
function commandsFirst(text: string): string {
  const isOptions = (section: string): boolean => /^[A-Z ]*OPTIONS\n/.test(section);
  const sections = text.trimEnd().split('\n\n');
  return `${[...sections.filter((part) => !isOptions(part)), ...sections.filter(isOptions)].join('\n\n')}\n`;
}

function jsonSection(command: Command): string {
  const fields = jsonFieldsOf(command);
  return fields === undefined ? '' : `\nJSON FIELDS\n  ${fields.join(', ')}\n`;
}

function aliasSection(command: Command): string {
  const aliases = command.aliases();
  return aliases.length === 0 ? '' : `\nALIASES\n  ${aliases.join(', ')}\n`;
}

/**
 * Text for `.addHelpText('after', examples(…))`: command lines that work as they stand.
 */
export function examples(...lines: readonly string[]): string {
  return `\nEXAMPLES\n${lines.map((line) => `  $ ${line}`).join('\n')}`;
}

/** Below the help of the root. */
export const LEARN_MORE = `
LEARN MORE
  swrctl COMMAND --help     one command; the global and connection options work behind every command
  swrctl help environment   variables
  swrctl help exit-codes    what a script can rely on
  swrctl help formatting    -o, --json and --query
  swrctl help limits        what the service takes
  swrctl help permissions   who may do what`;
