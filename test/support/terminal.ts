import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';

/** A real terminal with one program in it. */
export interface Terminal {
  /** Types text as it is. */
  readonly type: (text: string) => void;
  /** Presses keys by tmux's names: Enter, Tab, C-c. */
  readonly press: (...keys: readonly string[]) => void;
  /** What one sees, without blanks at the end of lines. */
  readonly screen: () => string;
  /** Waits until the screen has it, and gives the screen. */
  readonly waitFor: (pattern: RegExp) => Promise<string>;
  readonly resize: (columns: number, rows: number) => void;
  readonly close: () => void;
}

export interface TerminalOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts a program in a terminal of its own, made by tmux; the screen stays when the program ends. */
export function openTerminal(command: readonly string[], options: TerminalOptions = {}): Terminal {
  const { columns = 80, rows = 24, env = {} } = options;
  const folder = mkdtempSync(join(tmpdir(), 'swrctl-terminal-'));
  const tmux = (...args: readonly string[]): string =>
    execFileSync('tmux', ['-S', join(folder, 'socket'), ...args], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: folder, LANG: 'C.UTF-8', TERM: 'xterm-256color', HISTFILE: '/dev/null' },
    });
  const size = ['-x', String(columns), '-y', String(rows)];
  const variables = Object.entries(env).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
  const quoted = command.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  tmux('-f', '/dev/null', 'new-session', '-d', ...size, ...variables, `${quoted}; exec sleep 600`);
  const screen = (): string => tmux('capture-pane', '-p').replace(/[ \t]+$/gm, '');
  return {
    screen,
    type: (text) => void tmux('send-keys', '-l', text),
    press: (...keys) => void tmux('send-keys', ...keys),
    waitFor: async (pattern) => {
      await expect.poll(screen, { timeout: 15_000, interval: 50 }).toMatch(pattern);
      return screen();
    },
    resize: (width, height) => void tmux('resize-window', '-x', String(width), '-y', String(height)),
    close: () => {
      tmux('kill-server');
      try {
        rmSync(folder, { recursive: true, force: true });
      } catch {
        // a shell that is just ending wrote into its home: the system clears its temporary folder
      }
    },
  };
}
