import { SETTINGS, type SettingRow } from '../../app/settings/settings-table.ts';
import { formatColumns } from './columns.ts';

function describe({ flags, description, default: value }: SettingRow): string {
  const flag = flags === undefined ? '' : `; flag: ${/--[a-z-]+/.exec(flags)?.[0] ?? ''}`;
  return `${description}${flag}${value === undefined ? '' : `; default: ${value}`}`;
}

function settingRows(): [string, string][] {
  return Object.values<SettingRow>(SETTINGS).flatMap((row): [string, string][] =>
    row.variable === undefined ? [] : [[row.variable, describe(row)]],
  );
}

const CREDENTIALS: [string, string][] = [
  ['SWRCTL_AK, SWRCTL_SK', 'access key id and secret access key'],
  ['SWRCTL_SECURITY_TOKEN', 'goes with temporary access keys'],
  ['SWRCTL_TOKEN', 'IAM token, instead of access keys'],
  ['HUAWEICLOUD_SDK_AK, _SK, _SECURITY_TOKEN', 'the same under the names of the SDKs; used after the ones above'],
  ['HW_ACCESS_KEY, HW_SECRET_KEY', 'the same under the names of Terraform; used after the ones above'],
  ['DOCKER_CONFIG', 'folder of the docker config.json with the logins; default: ~/.docker'],
  ['REGISTRY_AUTH_FILE', 'file with the logins of podman and skopeo; read after the docker config'],
];

const OTHERS: [string, string][] = [
  ['HTTPS_PROXY, HTTP_PROXY, NO_PROXY', 'proxies; this machine itself is never asked through one'],
  ['NO_COLOR', 'any value: no color'],
  ['FORCE_COLOR, CLICOLOR_FORCE', 'any value but 0: color in pipes too; NO_COLOR wins'],
  ['CLICOLOR', '0: no color'],
  ['TERM', 'dumb: no color, and plain lines instead of progress bars'],
  ['CI', 'any value but 0 or false: never ask'],
];

/** `swrctl help environment`, made from the table of settings. */
export function environmentTopic(): string {
  return `A flag wins over a variable, a variable over the profile, the profile over the
default. An empty variable counts as not set.

SETTINGS
${formatColumns(settingRows())}

CREDENTIALS
${formatColumns(CREDENTIALS)}

OTHERS
${formatColumns(OTHERS)}
`;
}
