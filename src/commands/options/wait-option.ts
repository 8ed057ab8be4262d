import { Option, type Command } from 'commander';
import { durationMs } from '../../app/settings/parse.ts';

/**
 * Gives a command `--wait[=time]`.
 *
 * @param until what is waited for: `it is running`.
 * @param usual how long where no time is said, as people write it.
 */
export function withWaitOption(command: Command, until: string, usual: string): Command {
  return command.addOption(
    new Option('--wait [=time]', `wait until ${until}, for ${usual} or as said: --wait=${usual}`).argParser(
      (text: string) => durationMs(text === '' ? usual : text, '--wait'),
    ),
  );
}
