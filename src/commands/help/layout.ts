import { Help, type Command, type HelpConfiguration, type Option } from 'commander';
import { jsonFieldsOf } from '../options/output-options.ts';
import { isInherited } from '../options/setting-options.ts';
import { firstScreen } from './first-screen.ts';

const isForConnection = ({ helpGroupHeading }: Option): boolean => helpGroupHeading === 'Connection options:';

/** Below the options of every command but the root. */
const GLOBAL_OPTIONS = `
GLOBAL OPTIONS
  --profile, --quiet, --color … work here, too: see "swrctl --help" and,
  for region, hosts, retries and certificates, "swrctl help connection"
`;

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
    if (command.parent === null) {
      const options = all(command).filter((option) => !isForConnection(option));
      return firstScreen(command, options, helper.helpWidth ?? 80);
    }
    helper.visibleOptions = (shown) => all(shown).filter((option) => !isInherited(option));
    const text = commandsFirst(Help.prototype.formatHelp.call(helper, command, helper));
    return `${text}${GLOBAL_OPTIONS}${aliasSection(command)}${jsonSection(command)}`;
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
