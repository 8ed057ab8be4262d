import { Option, type Command } from 'commander';
import { PRINT_FORMS } from '../auth/login-options.ts';

/** How a new credential is printed. */
export const withPrintOption = (command: Command): Command =>
  command.addOption(new Option('--print <form>', 'print the login for a program').choices(PRINT_FORMS));
