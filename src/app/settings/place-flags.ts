import { posixWord } from '../../model/shell-word.ts';
import { withoutUserinfo } from '../../secrets/userinfo.ts';
import { SETTINGS, type SettingName } from './settings-table.ts';

/** Settings that choose who is asked, and how: without them a command goes to another place, or nowhere. */
const PLACE = [
  'profile',
  'region',
  'cloud',
  'project',
  'projectId',
  'instance',
  'registry',
  'endpoint',
  'iamEndpoint',
  'caFile',
  'insecure',
  'plainHttp',
] as const satisfies readonly SettingName[];

/**
 * What the command line said about the place, again as flags for a POSIX shell: a hint has to work in the same place.
 * Variables of the shell and the profile in use are there for the next command anyway.
 *
 * @param options by commander's attribute names; only what was said has a value.
 */
export function placeFlags(options: Readonly<Record<string, unknown>>): string[] {
  return PLACE.flatMap((name) => {
    const [flag = ''] = SETTINGS[name].flags.split(' ');
    const said = [options[name]].flat().filter((value) => typeof value === 'string');
    // What stands before an "@" in an address is a password: such a value is refused, and never said again.
    const open = said.filter((value) => withoutUserinfo(value) === value);
    return open.map((value) => `${flag} ${posixWord(value)}`);
  });
}
