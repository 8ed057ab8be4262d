import { CommanderError, type Command } from 'commander';
import { SwrctlError } from '../../base/errors.ts';
import { ancestors } from './setting-options.ts';

/** The words that lead to a command, without the program: `org list`. */
export function commandPath(command: Command): string {
  return ancestors(command)
    .slice(0, -1)
    .map((part) => part.name())
    .reverse()
    .join(' ');
}

/** True for what commander throws after it printed help or the version. */
export function isHelpShown(error: unknown): boolean {
  return (
    error instanceof CommanderError &&
    ['commander.helpDisplayed', 'commander.help', 'commander.version'].includes(error.code)
  );
}

/** Commander's own errors in our layout. @param path of the command that was asked for @param hint default: its help */
export function asUsageError({ code, message }: CommanderError, path: string, hint?: string): SwrctlError {
  const fact = message.startsWith('error: ') ? message.slice('error: '.length) : message;
  if (code === 'commander.optionMissingArgument' && fact.includes('--plain-http')) {
    return new SwrctlError('USAGE', '--plain-http takes the host that it is for', {
      hint: 'Write it for each host, for example: --plain-http registry.example:5000',
    });
  }
  return new SwrctlError('USAGE', reword(fact), { hint: hint ?? `Run: swrctl ${path === '' ? '' : `${path} `}--help` });
}

/** Quotes and full stops as everywhere else. */
function reword(fact: string): string {
  return fact
    .trim()
    .replace(/\.$/, '')
    .replace(/'(--json)='/, "'$1'") // as it was written
    .replace(/'([^'\n]*)'/g, '"$1"')
    .replace(/^command-argument value (".*") is invalid for argument ("[^"]*")/s, 'argument $2: $1 is invalid')
    .replace(/\. Allowed choices are /, ': choose one of ')
    .replace(/\. Expected (\d+) arguments? but got (\d+)/, ': expected $1, got $2');
}
