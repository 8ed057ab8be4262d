import type { Command } from 'commander';

/** Where a command may take an access key from; the environment and the profile come after these. */
export interface KeyFlags {
  readonly ak?: string;
  readonly skStdin?: boolean;
  readonly skFile?: string;
  readonly credentialsFile?: string;
}

export function withKeyOptions(command: Command): Command {
  return command
    .option('--ak <id>', 'access key (AK)')
    .option('--sk-stdin', 'read the secret key (SK) from stdin; a whole "docker login" line of the console will do')
    .option('--sk-file <file>', 'read the secret key from a file')
    .option('--credentials-file <file>', 'read both from the credentials.csv of the console');
}
