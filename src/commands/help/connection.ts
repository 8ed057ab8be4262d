import { SETTINGS, type SettingRow } from '../../app/settings/settings-table.ts';
import { formatColumns } from './columns.ts';

function describe({ description, default: value, choices }: SettingRow): string {
  const taken = choices === undefined ? '' : `: ${choices.join(', ')}`;
  return `${description}${taken}${value === undefined ? '' : ` (default: ${value})`}`;
}

const rowsOf = (group: SettingRow['group']): [string, string][] =>
  Object.values<SettingRow>(SETTINGS).flatMap((row): [string, string][] =>
    row.flags === undefined || row.group !== group ? [] : [[row.flags, describe(row)]],
  );

/** `swrctl help connection`, made from the table of settings. */
export function connectionTopic(): string {
  return `These options work with every command, before its name or behind it. The
variables that stand for them are in "swrctl help environment".

CONNECTION OPTIONS
${formatColumns(rowsOf('Connection options:'))}

GLOBAL OPTIONS
${formatColumns(rowsOf('Global options:'))}

EXAMPLES
  $ swrctl org list --region cn-east-3
  $ swrctl pull team/web:v1 --retries 10 --timeout 2m
  $ swrctl login registry.example:5000 -u me --plain-http registry.example:5000
`;
}
