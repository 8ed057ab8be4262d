import type { KeyFlags } from './key-options.ts';

/** What `--print` takes. */
export const PRINT_FORMS = ['docker', 'ctr', 'nerdctl', 'podman', 'skopeo', 'json'] as const;

export type PrintForm = (typeof PRINT_FORMS)[number];

export interface LoginOptions extends KeyFlags {
  /** As written on the command line. */
  readonly host?: string;
  /** Together with a password: any registry, no access key. */
  readonly username?: string;
  readonly passwordStdin?: boolean;
  /** Print the login for this program, save nothing. */
  readonly print?: PrintForm;
  /** `[ACCOUNT/]USER` of the identity service, whose password is given for a token. */
  readonly iamUser?: string;
  /** Name of a long-term credential to make in the instance. */
  readonly longTerm?: string;
  /** A login of some hours in place of the login key. */
  readonly temporary: boolean;
  /** The newer kind of it. */
  readonly enhanced: boolean;
  /** As written: how long it lives. */
  readonly duration?: string | undefined;
  /** Programs to write the login for, as written; default docker. */
  readonly for?: string;
  /** The docker config gets our helper instead of the login. */
  readonly helper: boolean;
  /** Save the SK as plain text. */
  readonly insecureStorage: boolean;
  /** False: do not ask the registry whether the login works. */
  readonly verify: boolean;
}
