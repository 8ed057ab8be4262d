/** The shells that there is a completion script for. */
export const SHELL_NAMES = ['bash', 'zsh', 'fish', 'powershell'] as const;

export type ShellName = (typeof SHELL_NAMES)[number];
