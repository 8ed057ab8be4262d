import { Option, type Command } from 'commander';
import { SETTINGS, type SettingName, type SettingRow } from '../../app/settings/settings-table.ts';

function optionOf(row: SettingRow): Option | undefined {
  if (row.flags === undefined) return undefined;
  const note = row.default === undefined ? '' : ` (default: ${row.default})`;
  const option = new Option(row.flags, `${row.description}${row.choices ? '' : note}`).helpGroup(row.group);
  if (row.choices !== undefined) option.choices(row.choices);
  if (row.isRepeatable === true) {
    const check = row.check ?? ((value: string) => value);
    const name = option.long ?? '';
    option.argParser((value: string, before: readonly string[] | undefined) => [...(before ?? []), check(value, name)]);
  }
  return option;
}

/** Options that a command has only because they are global: not part of its own help. */
const inherited = new WeakSet<Option>();

export const isInherited = (option: Option): boolean => inherited.has(option);

const isTaken = (command: Command, { long, short }: Option): boolean =>
  command.options.some((own) => own.long === long || (short !== undefined && own.short === short));

/**
 * Lets a command take the global and connection options behind its name too, unless it has an option of that name
 * itself. Its help leaves them out, except where `isShown`.
 */
export function addSettingOptions(command: Command, isShown: boolean): void {
  for (const row of Object.values(SETTINGS)) {
    const option = optionOf(row);
    if (option === undefined || isTaken(command, option)) continue;
    command.addOption(option);
    if (!isShown) inherited.add(option);
  }
}

/** Shows some of the global and connection options in the help of a command that they matter most to. */
export function withSettings(command: Command, ...names: readonly SettingName[]): Command {
  for (const name of names) {
    const option = optionOf(SETTINGS[name]);
    if (option !== undefined) command.addOption(option.helpGroup('Options:'));
  }
  return command;
}

/** Values of a command's own options, and over them what was said for settings anywhere on the line. */
export function invocationOptions(command: Command): Record<string, unknown> {
  const options: Record<string, unknown> = { ...command.opts() };
  const path = ancestors(command).reverse();
  for (const part of path.slice(0, -1)) {
    for (const [name, value] of Object.entries(part.opts())) {
      const isSaid = part.getOptionValueSource(name) === 'cli';
      if (isSaid && command.getOptionValueSource(name) !== 'cli') options[name] = value;
      else if (isSaid && Array.isArray(value)) options[name] = [...(value as unknown[]), ...listOf(options[name])];
    }
  }
  return options;
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The command that all others are below. */
export const rootOf = (command: Command): Command => (command.parent === null ? command : rootOf(command.parent));

/** A command and what is above it, from the leaf to the root. */
export function ancestors(command: Command): Command[] {
  return command.parent === null ? [command] : [command, ...ancestors(command.parent)];
}
